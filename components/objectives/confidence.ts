/** Pure: confidence as it stands in a field, in per cent. */

export const confidenceText = (confidence: number | null): string => (confidence === null ? "" : String(confidence));
