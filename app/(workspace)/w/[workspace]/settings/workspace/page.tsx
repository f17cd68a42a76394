import { WorkspacePage } from "#components/settings/workspace-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { getWorkspace } from "#lib/workspaces/queries.ts";

export const metadata = { title: "Workspace" };

export default async function WorkspaceSettings({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  return <WorkspacePage workspace={await getWorkspace(actor, {})} />;
}
