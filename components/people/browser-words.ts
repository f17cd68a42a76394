/** In this order: what comes later says that it is one of the former, too. */
const browsers: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/(?:Firefox|FxiOS)\//, "Firefox"],
  [/(?:Chrome|CriOS|Chromium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

const nameIn = (agent: string, names: [RegExp, string][]) => names.find(([sign]) => sign.test(agent))?.[1];

/** A User-Agent header as people say it: "Firefox on Windows". */
export function browserWords(agent: string | null): string {
  const browser = nameIn(agent ?? "", browsers);
  const system = nameIn(agent ?? "", systems);
  if (!browser) return system ? `A browser on ${system}` : "Another browser";
  return system ? `${browser} on ${system}` : browser;
}
