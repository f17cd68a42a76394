import { type StatusSign, StatusWord } from "#components/ui/status-word.tsx";

export type Verdict = "hit" | "partial" | "missed" | "inconclusive" | "not_measured";

export type VerdictWordProps = {
  verdict: Verdict;
  /** Both as text, ready to read: "35 %". */
  expected?: string | null;
  actual?: string | null;
};

const words: Record<Verdict, { sign: StatusSign; text: string }> = {
  hit: { sign: "good", text: "Hit" },
  partial: { sign: "partly", text: "Partly hit" },
  missed: { sign: "bad", text: "Missed" },
  inconclusive: { sign: "none", text: "Inconclusive" },
  not_measured: { sign: "none", text: "Not measured" },
};

export function VerdictWord({ verdict, expected, actual }: VerdictWordProps) {
  const { sign, text } = words[verdict];
  const figures = expected && actual && verdict !== "not_measured" ? `: expected ${expected}, got ${actual}` : "";
  return (
    <StatusWord sign={sign}>
      {text}
      {figures}
    </StatusWord>
  );
}
