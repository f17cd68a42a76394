type Measured = { cadenceDays: number | null; latest: { at: string } | null };

/** Whether no point came in the metric's cadence; `now` in milliseconds. */
export const isStale = ({ cadenceDays, latest }: Measured, now: number): boolean =>
  cadenceDays !== null && latest !== null && now - Date.parse(latest.at) > cadenceDays * 86_400_000;
