/** Who may import whom: app → components → lib → db, and each domain only those before it. */

/** The domains in their order: a later one may call an earlier one, the other way round goes by event and reaction. */
const domains = [
  "core",
  "mail",
  "identity",
  "workspaces",
  "customers",
  "metrics",
  "objectives",
  "finding",
  "feedback",
  "ideas",
  "roadmap",
  "talk",
  "search",
  "imports",
  "webhooks",
  "trace",
  "sample",
];

/** Tests may reach for anything that helps them look. */
const tests = "\\.test\\.tsx?$|(^|/)testing(/|\\.ts$)";

/** What a component may know of lib: shapes, arithmetic and the way to the API; and what these must then not pull in. */
const forBrowsers = [
  "^lib/api/(client|paths)\\.ts$",
  "^lib/core/(permissions|fields|errors)\\.ts$",
  "^lib/.+[/-](schema|rules|choices)\\.ts$",
  "^lib/feedback/markup/snippet\\.ts$",
];
const serverOnly = ["^db/", "^lib/(jobs|identity)/", "^lib/.+/(commands|queries|jobs|reactions|policy)(/|\\.ts$)"];

const direction = [
  { name: "db-below-all", from: "^db/", to: "^(app|components|lib)/", except: "^lib/core/errors\\.ts$" },
  { name: "lib-below-components", from: "^lib/", to: "^(app|components)/" },
  { name: "components-below-app", from: "^components/", to: "^(app|db)/" },
  { name: "components-know-shapes-only", from: "^components/", to: "^lib/", except: forBrowsers },
  { name: "pages-never-write", from: "^app/", to: ["^db/", "^lib/.+/commands(/|\\.ts$)"] },
  { name: "nobody-imports-the-process", from: ".", to: "^(server|worker|cli)\\.ts$" },
].map(({ name, from, to, except }) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: tests },
  to: { path: to, ...(except && { pathNot: except }) },
}));

const order = domains.map((domain, index) => ({
  name: `only-before-${domain}`,
  severity: "error",
  from: { path: `^lib/${domain}/`, pathNot: tests },
  to: { path: `^lib/(api|${domains.slice(index + 1).join("|")})/|^lib/jobs/(?!(job|enqueue|system-actor)\\.ts)` },
}));

export default {
  forbidden: [
    ...direction,
    ...order,
    {
      name: "no-server-code-for-browsers",
      severity: "error",
      from: { path: forBrowsers },
      to: { path: serverOnly, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "tests-stay-outside",
      severity: "error",
      from: { pathNot: `${tests}|^e2e/|^bench/` },
      to: { path: `${tests}|^e2e/` },
    },
    {
      name: "declared-dependencies",
      severity: "error",
      from: { pathNot: `${tests}|^e2e/|^bench/|\\.config\\.(ts|mjs)$` },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
