import { type Posted, postJson } from "./post-json.ts";

type Joined = { workspace: { slug: string } };

const dead = "This link does not work any more: it was used, withdrawn, or is older than seven days.";

/** Accepts an invitation; who is signed in needs neither name nor password. */
export async function acceptInvitation(
  token: string,
  given: { name?: string; password?: string } = {},
): Promise<Posted<Joined>> {
  const posted = await postJson<Joined>(`/api/v1/invitations/${encodeURIComponent(token)}`, given);
  return posted.trouble?.status === 404 ? { data: null, trouble: { ...posted.trouble, message: dead } } : posted;
}
