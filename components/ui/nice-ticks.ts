/** Round numbers for an axis that shows all of `low` to `high`: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low: number, high: number, about = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / (about - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
