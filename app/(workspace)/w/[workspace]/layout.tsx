import type { ReactNode } from "react";
import { WorkspaceFrame } from "#components/shell/workspace-frame.tsx";
import { readSettings } from "#lib/core/settings.ts";
import { pageActor, pageVisitor } from "#lib/identity/page.ts";
import { getSession } from "#lib/identity/queries.ts";
import { openingCursor } from "#lib/trace/live/opening.ts";
import { offersWorkspace } from "#lib/workspaces/policy.ts";
import { listProducts } from "#lib/workspaces/products/queries.ts";
import { getWorkspace } from "#lib/workspaces/queries.ts";

type Props = { params: Promise<{ workspace: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props) {
  const { workspace } = await pageActor((await params).workspace);
  return { title: { template: `%s · ${workspace.name}`, default: workspace.name } };
}

export default async function WorkspaceLayout({ params, children }: Props) {
  const actor = await pageActor((await params).workspace);
  const visitor = await pageVisitor();
  const [workspace, products, { account, workspaces }, offersOwn, cursor] = await Promise.all([
    getWorkspace(actor, {}),
    listProducts(actor, { limit: 200 }),
    getSession(visitor, {}),
    offersWorkspace(visitor.userId ?? ""),
    openingCursor(actor),
  ]);
  const { id, slug, name, currency, timeZone, horizonNames, setAsideReasons } = workspace;
  const info = {
    id,
    slug,
    name,
    currency,
    timeZone,
    horizonNames,
    setAsideReasons,
    products,
    account: { ...account, role: actor.role ?? "viewer" },
    workspaces: workspaces.map(({ slug, name, role }) => ({ slug, name, role })),
    permissions: [...actor.permissions],
    offersSample: readSettings().sample,
    offersWorkspace: offersOwn,
  };
  return (
    <WorkspaceFrame info={info} cursor={cursor}>
      {children}
    </WorkspaceFrame>
  );
}
