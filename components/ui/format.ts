// Numbers for people, in one fixed locale so that server and browser write the same text.
const locale = "en";
const narrow = "\u202f";

export type Unit = "number" | "percent" | "currency" | "duration" | "score";

/** $48k, $1.2m. `amount` in the workspace's currency (ISO 4217 code). */
export function formatMoney(amount: number, currency: string): string {
  const parts = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    notation: "compact",
  }).formatToParts(amount);
  return parts.map((part) => (part.type === "compact" ? suffix(part.value) : part.value)).join("");
}

/** $48,250 or $48,250.50: every digit that was stored. */
export function formatMoneyExact(amount: number, currency: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    trailingZeroDisplay: "stripIfInteger",
  }).format(amount);
}

/** 1,234; 48.2k from ten thousand up when `short`. At most two decimals. */
export function formatNumber(value: number, short = false): string {
  if (!short || Math.abs(value) < 10_000)
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
  const parts = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).formatToParts(value);
  return parts.map((part) => (part.type === "compact" ? suffix(part.value) : part.value)).join("");
}

/** 1,000+ where counting further would cost a second. */
export function formatCount(count: number, most = 1000): string {
  return count >= most ? `${formatNumber(most)}+` : formatNumber(count);
}

/** "1 company", "1,204 companies". */
export function formatPlural(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A metric's value in its unit: "24 %", "$400k", "3.5 h". Durations are seconds, percentages are out of 100. */
export function formatValue(value: number, unit: Unit, currency: string): string {
  if (unit === "percent") return `${formatNumber(value)}${narrow}%`;
  if (unit === "currency") return formatMoney(value, currency);
  if (unit === "duration") return formatDuration(value);
  return formatNumber(value, true);
}

const steps = [
  { name: "d", seconds: 86_400, from: 172_800 },
  { name: "h", seconds: 3_600, from: 3_600 },
  { name: "min", seconds: 60, from: 60 },
  { name: "s", seconds: 1, from: 0 },
] as const;

/** Seconds as the largest unit that keeps it short: "45 s", "12 min", "3.5 h", "9 d". */
export function formatDuration(seconds: number): string {
  const step = steps.find(({ from }) => Math.abs(seconds) >= from) ?? steps[3];
  return `${formatNumber(Math.round((seconds / step.seconds) * 10) / 10)}${narrow}${step.name}`;
}

function suffix(letter: string): string {
  return letter === "B" ? "bn" : letter === "T" ? "tn" : letter.toLowerCase();
}
