import { formatMoney, formatMoneyExact } from "./format.ts";

export type MoneyProps = { amount: number; currency: string /** Every digit instead of $48k. */; exact?: boolean };

export function Money({ amount, currency, exact }: MoneyProps) {
  const full = formatMoneyExact(amount, currency);
  if (exact) return <span>{full}</span>;
  return <span title={full}>{formatMoney(amount, currency)}</span>;
}
