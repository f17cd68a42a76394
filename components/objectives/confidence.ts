/** Pure: confidence as it stands in a field, in per cent. */

export const confidenceText = (confidence: number | null): string => (confidence === null ? "" : String(confidence));

/** What was typed: null for nothing, and no number (NaN) for what is none, which the API's client refuses at its field. */
export function confidenceIn(typed: string): number | null {
  const plain = typed.replace(/%\s*$/, "").trim();
  return plain === "" ? null : Number(plain);
}
