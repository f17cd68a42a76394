import { NotificationsPage } from "#components/talk/notifications-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { listNotifications } from "#lib/talk/notifications/queries.ts";

export const metadata = { title: "Notifications" };

export default async function Notifications({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  return <NotificationsPage first={await listNotifications(actor, { limit: 50 })} />;
}
