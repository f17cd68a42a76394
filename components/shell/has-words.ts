/** Whether a text has every word of a filter, anywhere in it and whatever its case, as the lists that the API filters say it. */
export function hasWords(text: string, filter: string): boolean {
  const said = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => said.includes(word));
}
