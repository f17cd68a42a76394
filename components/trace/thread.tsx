export type ThreadLinks = { words: boolean; idea: boolean; objective: boolean; outcome: boolean };

export type ThreadProps = { links: ThreadLinks };

const stops = [
  { key: "words", label: "customer words" },
  { key: "idea", label: "idea" },
  { key: "objective", label: "objective" },
  { key: "outcome", label: "measured outcome" },
] as const;

const x = (at: number) => 4 + at * 14;

/** The product's sign: one dot each for customer words, idea, objective, measured outcome; filled where it exists. */
export function Thread({ links }: ThreadProps) {
  const label = threadLabel(links);
  return (
    <svg width={50} height={8} viewBox="0 0 50 8" role="img" aria-label={label} className="shrink-0">
      <title>{label}</title>
      {stops.slice(1).map((stop, at) => (
        <line
          key={stop.key}
          x1={x(at) + 3.5}
          x2={x(at + 1) - 3.5}
          y1={4}
          y2={4}
          strokeWidth={1.5}
          className={links[stop.key] && links[stops[at]?.key ?? "words"] ? "stroke-accent" : "stroke-line-strong"}
        />
      ))}
      {stops.map((stop, at) =>
        links[stop.key] ? (
          <circle key={stop.key} cx={x(at)} cy={4} r={3.5} className="fill-accent" />
        ) : (
          <circle key={stop.key} cx={x(at)} cy={4} r={2.75} strokeWidth={1.5} className="fill-none stroke-ink-3" />
        ),
      )}
    </svg>
  );
}

/** "Customer words, idea; no objective, no measured outcome" */
export function threadLabel(links: ThreadLinks): string {
  const there = stops.filter((stop) => links[stop.key]).map((stop) => stop.label);
  const missing = stops.filter((stop) => !links[stop.key]).map((stop) => `no ${stop.label}`);
  const text = [there.join(", "), missing.join(", ")].filter(Boolean).join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
