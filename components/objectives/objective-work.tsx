"use client";

import { VerdictWord } from "#components/roadmap/verdict-word.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { formatNumber, formatValue } from "#components/ui/format.ts";
import { Link } from "#components/ui/link.tsx";
import type { Output } from "#lib/api/client.ts";

export type ObjectiveWorkProps = { trace: Output<"trace.get"> };

/** The roadmap cards that serve an objective, each with what it was meant to change and what it did. */
export function ObjectiveWork({ trace: { initiatives, outcomes, metrics } }: ObjectiveWorkProps) {
  const { slug, currency, horizonNames } = useWorkspace();
  const more = initiatives.count - initiatives.data.length;
  return (
    <section aria-labelledby="work">
      <h2 id="work" className="font-strong">
        On the roadmap
      </h2>
      {initiatives.count === 0 ? (
        <p className="mt-2 text-ink-3">No card serves it yet.</p>
      ) : (
        <ul className="mt-1 divide-y divide-line">
          {initiatives.data.map((card) => (
            <li
              key={card.id}
              className="grid gap-x-6 items-baseline gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
            >
              <div className="min-w-0">
                <Link
                  href={`/w/${slug}/roadmap?card=${card.id}`}
                  data-stop
                  className="wrap-anywhere hover:underline hover:underline-offset-3"
                  dir="auto"
                >
                  {card.title}
                </Link>{" "}
                <bdi className="text-s text-ink-3">
                  {card.state === "set_aside" ? "Set aside" : horizonNames[card.horizon]}
                </bdi>
              </div>
              <ul className="grid gap-1 text-s text-ink-2">
                {outcomes.data
                  .filter(({ initiativeId }) => initiativeId === card.id)
                  .map(({ id, metricId, baseline, expected, actual, verdict }) => {
                    const metric = metrics.find((one) => one.id === metricId);
                    if (!metric) return null;
                    const text = (value: number) => formatValue(value, metric.unit, currency);
                    return (
                      <li key={id} className="wrap-anywhere">
                        <bdi>{metric.name}</bdi>: {baseline === null ? "no baseline" : text(baseline)} →{" "}
                        {text(expected)}
                        {verdict && (
                          <span className="block">
                            <VerdictWord
                              verdict={verdict}
                              expected={text(expected)}
                              actual={actual === null ? null : text(actual)}
                            />
                          </span>
                        )}
                      </li>
                    );
                  })}
              </ul>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="mt-1 text-s text-ink-3">and {formatNumber(more)} more</p>}
    </section>
  );
}
