import { MetricsPage } from "#components/metrics/metrics-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { listMetrics } from "#lib/metrics/queries.ts";

export const metadata = { title: "Metrics" };

export default async function Metrics({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  return <MetricsPage first={await listMetrics(actor, { limit: 100 })} />;
}
