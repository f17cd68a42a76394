import { notFound } from "next/navigation";
import { MetricPage } from "#components/metrics/metric-page.tsx";
import { AppError } from "#lib/core/errors.ts";
import { pageActor } from "#lib/identity/page.ts";
import { getMetric, listPoints } from "#lib/metrics/queries.ts";

type Props = { params: Promise<{ workspace: string; key: string }> };

export const metadata = { title: "Metric" };

export default async function Metric({ params }: Props) {
  const { workspace, key } = await params;
  const actor = await pageActor(workspace);
  try {
    const [metric, points] = await Promise.all([getMetric(actor, { key }), listPoints(actor, { key, limit: 200 })]);
    return <MetricPage metric={metric} points={points} />;
  } catch (error) {
    // A key that cannot be one is as unknown as any other.
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid")) notFound();
    throw error;
  }
}
