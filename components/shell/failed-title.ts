/** Pages by the part of the address that names them: the whole, and where it is another, one of its records. */
const pages = new Map<string, readonly [page: string, record?: string]>([
  ["inbox", ["The inbox"]],
  ["requests", ["Your requests", "The form"]],
  ["review", ["The review"]],
  ["ideas", ["The ideas", "The idea"]],
  ["roadmap", ["The roadmap"]],
  ["objectives", ["The objectives", "The objective"]],
  ["companies", ["The companies", "The company"]],
  ["metrics", ["The metrics", "The metric"]],
  ["imports", ["The imports", "The import"]],
  ["feedback", ["The message"]],
  ["notifications", ["Your notifications"]],
  ["settings", ["The settings"]],
]);

/** What failed, as a sentence, by the address of a workspace's page: "The idea could not be loaded". */
export function failedTitle(path: string): string {
  const [, , , name = "", record] = path.split("/");
  const [page, one = page] = pages.get(name) ?? ["This page"];
  return `${record === undefined ? page : one} could not be loaded`;
}
