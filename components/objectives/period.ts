import { formatPlainDay } from "#components/ui/format-time.ts";

type Period = { startsOn: string | null; endsOn: string | null };

/** "1 Oct to 31 Dec 2026", "until 31 Dec 2026"; null when neither end is known. */
export function periodOf({ startsOn, endsOn }: Period): string | null {
  if (startsOn && endsOn) {
    const sameYear = startsOn.slice(0, 4) === endsOn.slice(0, 4);
    return `${formatPlainDay(startsOn, !sameYear)} to ${formatPlainDay(endsOn)}`;
  }
  if (endsOn) return `until ${formatPlainDay(endsOn)}`;
  return startsOn ? `from ${formatPlainDay(startsOn)}` : null;
}
