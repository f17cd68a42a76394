import { CenteredPage } from "#components/shell/centered-page.tsx";
import { Button } from "#components/ui/button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { AppError } from "#lib/core/errors.ts";
import { pageVisitor } from "#lib/identity/page.ts";
import type { Kind } from "#lib/talk/notifications/schema.ts";
import { lookAtStream } from "#lib/talk/unsubscribe/stop.ts";

export const metadata = { title: "Unsubscribe", robots: { index: false } };

const mails: Record<Kind, string> = {
  mention: "when somebody mentions you",
  assignment: "when something is given to you",
  comment: "when something is said about what you follow",
  change: "when what you asked for or follow changes",
};

/** Looking changes nothing, so a mail scanner may look too. */
async function found(token: string, requestId: string) {
  try {
    return await lookAtStream(token, requestId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

export default async function Unsubscribe({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const stream = await found(token, (await pageVisitor()).requestId);
  if (!stream) {
    return (
      <CenteredPage title="This link does not work" intro="It is not complete, or you are no member there any more.">
        <p className="text-ink-3">No mails are sent to people who are not members.</p>
        <LinkButton href="/" className="mt-4 w-fit">
          Go to Throughline
        </LinkButton>
      </CenteredPage>
    );
  }
  const { workspace, kind, isStopped } = stream;
  if (isStopped) {
    return (
      <CenteredPage title="No more of these mails" intro={`${workspace} sends you no mail ${mails[kind]}.`}>
        <p className="text-ink-3">Everything else stays as it was. Settings, Notifications turns them on again.</p>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage title="Stop these mails?" intro={`${workspace} sends you a mail ${mails[kind]}.`}>
      {/* A plain form, without a login and without scripts. */}
      <form method="post" action={`/unsubscribe/${encodeURIComponent(token)}`}>
        <Button type="submit" variant="primary" className="h-9">
          Stop them
        </Button>
      </form>
    </CenteredPage>
  );
}
