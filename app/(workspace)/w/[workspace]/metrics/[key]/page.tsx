import { MetricPage } from "#components/metrics/metric-page.tsx";
import { foundOr404, pageActor } from "#lib/identity/page.ts";
import { getMetric, listPoints } from "#lib/metrics/queries.ts";

type Props = { params: Promise<{ workspace: string; key: string }> };

export const metadata = { title: "Metric" };

export default async function Metric({ params }: Props) {
  const { workspace, key } = await params;
  const actor = await pageActor(workspace);
  const [metric, points] = await foundOr404(
    Promise.all([getMetric(actor, { key }), listPoints(actor, { key, limit: 200 })]),
  );
  return <MetricPage metric={metric} points={points} />;
}
