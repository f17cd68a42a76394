/** The reference's style sheet: the colours of app/globals.css, light and dark. */
export const referenceStyle = `:root{color-scheme:light dark;--page:light-dark(oklch(1 0 0),oklch(0.19 0.008 265));--ink:light-dark(oklch(0.24 0.015 265),oklch(0.93 0.006 265));
--soft:light-dark(oklch(0.44 0.015 265),oklch(0.77 0.01 265));--line:light-dark(oklch(0.915 0.005 90),oklch(0.31 0.01 265));
--field:light-dark(oklch(0.985 0.003 90),oklch(0.225 0.009 265));--link:light-dark(oklch(0.5 0.17 268),oklch(0.74 0.12 268));
--good:light-dark(oklch(0.49 0.12 155),oklch(0.76 0.13 155));--bad:light-dark(oklch(0.5 0.18 27),oklch(0.74 0.14 25))}
*{box-sizing:border-box}html{scroll-padding-top:16px}
body{margin:0;font:15px/24px ui-sans-serif,system-ui,sans-serif;color:var(--ink);background:var(--page);display:grid;grid-template-columns:220px minmax(0,1fr)}
a{color:var(--link);text-underline-offset:2px}:focus-visible{outline:2px solid var(--link);outline-offset:2px}
nav{padding:24px 16px;position:sticky;top:0;height:100vh;overflow:auto;border-right:1px solid var(--line);font-size:14px}
nav p{margin:0 0 12px;font-weight:600}nav a{text-decoration:none;color:var(--ink);display:block;padding:2px 0}nav a:hover{color:var(--link)}
nav ul{list-style:none;margin:0 0 8px;padding:0}nav details ul{padding-left:16px}nav summary{color:var(--soft);padding:2px 0}
main{padding:24px 40px 96px;max-width:920px;min-width:0}h1{font-size:24px;line-height:32px;margin:0 0 8px}
h2{font-size:20px;line-height:28px;margin:56px 0 4px;border-top:1px solid var(--line);padding-top:24px}
h3{font-size:15px;line-height:24px;margin:0}h3 a{color:inherit;text-decoration:none}h3 a:hover{text-decoration:underline}h3 span{color:var(--soft);font-weight:400}
p{margin:4px 0}section{margin-top:40px;content-visibility:auto;contain-intrinsic-size:auto 420px}
.call{font-size:13px;overflow-wrap:anywhere}.call b{display:inline-block;min-width:4.5em}.get{color:var(--link)}.post,.put,.patch{color:var(--good)}.delete{color:var(--bad)}
.note{color:var(--soft);font-size:13px}code{font:13px/20px ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
pre{margin:8px 0;padding:12px;overflow:auto;max-height:480px;border:1px solid var(--line);border-radius:8px;background:var(--field);line-height:20px}
pre code{overflow-wrap:normal}.shell code{user-select:all}
summary{cursor:pointer;color:var(--link);padding:4px 0}details table{margin:4px 0 12px}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:6px 16px 6px 0;vertical-align:top;text-align:left;font-weight:400}
th{width:40%;min-width:5em;overflow-wrap:anywhere}.narrow th{width:7em}td i{display:block;font-style:normal;color:var(--soft);font-size:13px}
@media(max-width:760px){body{grid-template-columns:minmax(0,1fr)}nav{position:static;height:auto;max-height:40vh;border-right:0;border-bottom:1px solid var(--line)}main{padding:24px 16px 64px}h3 a,nav a,summary{padding:4px 0}}
@media print{nav{display:none}body{display:block}}`;
