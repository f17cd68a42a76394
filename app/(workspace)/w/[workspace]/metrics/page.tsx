import { metricListInput, readMetricListParams } from "#components/metrics/list-filter.ts";
import { MetricsPage } from "#components/metrics/metrics-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { listMetrics } from "#lib/metrics/queries.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "Metrics" };

export default async function Metrics({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  const input = metricListInput(await readMetricListParams(searchParams));
  return <MetricsPage first={{ input, page: await listMetrics(actor, input) }} />;
}
