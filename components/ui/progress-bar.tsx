export type ProgressBarProps = {
  /** What is under way. */
  label: string;
  /** From 0 to 1; null while nobody knows how far it is. */
  value: number | null;
  /** From 0 to 1: how far it should be by now. It gets a mark. */
  expected?: number | null;
  /** How far it is in words, for those who do not see the bar. */
  valueText?: string;
};

export function ProgressBar({ label, value, expected = null, valueText }: ProgressBarProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.floor(share * 100)}
      aria-valuetext={valueText}
      className="relative"
    >
      <div className="h-1.5 overflow-hidden rounded-full bg-line">
        {share === null ? (
          <div className="h-full w-full animate-breathe bg-accent" />
        ) : (
          <div
            className="h-full origin-left bg-accent transition-transform"
            style={{ transform: `scaleX(${share})` }}
          />
        )}
      </div>
      {expected !== null && (
        <div
          aria-hidden
          className="absolute -inset-y-1 w-0.5 -translate-x-1/2 bg-ink"
          style={{ left: `${expected * 100}%` }}
        />
      )}
    </div>
  );
}
