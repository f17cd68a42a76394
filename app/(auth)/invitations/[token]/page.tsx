import { redirect } from "next/navigation";

/** Where links of invitations led that were sent before their token stood behind `#`. */
export default async function EarlierInvitation({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  redirect(`/invitations#${encodeURIComponent(token)}`);
}
