import { boardInput, readBoardParams } from "#components/roadmap/board-filter.ts";
import { RoadmapPage } from "#components/roadmap/roadmap-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { getRoadmap } from "#lib/roadmap/queries.ts";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export const metadata = { title: "Roadmap" };

export default async function Roadmap({ params, searchParams }: Props) {
  const actor = await pageActor((await params).workspace);
  const input = boardInput(await readBoardParams(searchParams));
  return <RoadmapPage first={{ input, board: await getRoadmap(actor, input) }} />;
}
