import { NotificationSettingsPage } from "#components/talk/notification-settings-page.tsx";
import { pageActor } from "#lib/identity/page.ts";
import { sendsMail } from "#lib/mail/send.ts";
import { getNotificationSettings } from "#lib/talk/notifications/settings.ts";

export const metadata = { title: "Notifications" };

export default async function NotificationSettings({ params }: { params: Promise<{ workspace: string }> }) {
  const actor = await pageActor((await params).workspace);
  return <NotificationSettingsPage settings={await getNotificationSettings(actor, {})} sendsMail={sendsMail()} />;
}
