const nowhere = "http://throughline.invalid";

/** Escaped control characters and backslashes: some proxy or browser on the way reads them as what they stand for. */
const escaped = /%(?:[01][0-9a-f]|7f|5c)/i;

const decoded = (path: string) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return "//";
  }
};

/**
 * Where to go after signing in: a path on this very site, or `fallback`. Takes whatever a query string or a body holds;
 * what could leave the site, on any reading of the address, is dropped.
 */
export function safeReturnTo(value: unknown, fallback = "/"): string {
  if (typeof value !== "string" || value.length > 2_000) return fallback;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  if (!/^\/(?![/\\])/.test(value) || /[\u0000-\u0020\u007f-\u00a0\\]/.test(value) || escaped.test(value))
    return fallback;
  const url = URL.parse(value, nowhere);
  if (url?.origin !== nowhere) return fallback;
  // `/.//x` becomes `//x` only when it is resolved, `/%2Fx` only when somebody decodes it.
  if (/^\/[/\\]/.test(url.pathname) || /^\/[/\\]/.test(decoded(url.pathname))) return fallback;
  if (/^\/api(\/|$)/.test(url.pathname)) return fallback;
  return url.pathname + url.search + url.hash;
}
