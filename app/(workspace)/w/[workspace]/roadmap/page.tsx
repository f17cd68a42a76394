import { RoadmapPage } from "#components/roadmap/roadmap-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { getRoadmap } from "#lib/roadmap/queries.ts";

export const metadata = { title: "Roadmap" };

export default async function Roadmap({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  return <RoadmapPage first={await getRoadmap(actor, {})} />;
}
