import { CopiedSecret } from "#components/ui/copied-secret.tsx";

export type CopiedLinkProps = { email: string; token: string; isMailed: boolean; onDone: () => void };

/** An invitation's link, shown nowhere else, and never again. */
export function CopiedLink({ email, token, isMailed, onDone }: CopiedLinkProps) {
  return (
    <CopiedSecret label="Link" value={`${window.location.origin}/invitations#${token}`} onDone={onDone}>
      {isMailed ? "On its way to " : "For "}
      <b className="font-strong text-ink">{email}</b>. {isMailed ? "The link in it" : "It"} works once, within seven
      days, and is shown only now.
    </CopiedSecret>
  );
}
