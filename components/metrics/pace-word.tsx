import { StatusWord } from "#components/ui/status-word.tsx";

export type Pace = "ahead" | "on_track" | "behind" | "off_track" | "no_data";

export type PaceWordProps = {
  pace: Pace;
  /** The owner's own confidence, 0 to 100, said beside what was computed. */
  confidence?: number | null;
};

const words = {
  ahead: { sign: "rising", text: "Ahead of the pace" },
  on_track: { sign: "good", text: "On track" },
  behind: { sign: "warn", text: "Behind the pace" },
  off_track: { sign: "bad", text: "Off track" },
  no_data: { sign: "none", text: "No data yet" },
} as const;

export function PaceWord({ pace, confidence }: PaceWordProps) {
  const { sign, text } = words[pace];
  return (
    <StatusWord sign={sign}>
      {text}
      {confidence != null && (
        <span className="text-ink-3">
          , <span className="whitespace-nowrap">{Math.round(confidence)}&#8239;% confident</span>
        </span>
      )}
    </StatusWord>
  );
}
