const decoration = /[\s\u00a0\u202f_'’%$€£¥]/g;
const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** `1,234`, `1,234,567` and, as in India, `12,34,567`; nobody groups behind a leading zero. */
const grouped = /^[+-]?[1-9]\d{0,2}(,\d{2,3})*,\d{3}$/;

/**
 * A number as people type and paste it: `48,000`, `1 234.5`, `1.234,5`, `10,5`, `41 %`, `$400`. Of comma and point the last
 * is the decimal sign; a comma alone is one unless digits stand behind it as in thousands, as this product writes them.
 * Null for nothing, NaN for what is no number.
 */
export function typedNumber(text: string): number | null {
  const bare = text.replace(decoration, "");
  if (bare === "") return null;
  const [commas, points] = [bare.split(",").length - 1, bare.split(".").length - 1];
  const isComma = commas === 1 && (points > 0 ? bare.lastIndexOf(",") > bare.lastIndexOf(".") : !grouped.test(bare));
  if (isComma)
    return numberOf(bare.replaceAll(".", "").replace(",", "."), points === 0 || /^[+-]?\d{1,3}(\.\d{3})+,/.test(bare));
  if (points > 1) return numberOf(bare.replaceAll(".", ""), /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/.test(bare));
  return numberOf(bare.replaceAll(",", ""), commas === 0 || grouped.test(bare.split(".", 1)[0] ?? ""));
}

function numberOf(digits: string, isWellFormed: boolean): number {
  const value = isWellFormed && plain.test(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
