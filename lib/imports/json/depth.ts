/** No help desk nests this deep; what goes through all of a value by calling itself would run out of stack beyond. */
const deepest = 100;

/** Whether a JSON value is nested deeper than a record is read. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}
