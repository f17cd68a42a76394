import { type Posted, postJson } from "./post-json.ts";

type Credentials = { email: string; password: string; returnTo: string };

/** Signs in at next-auth's own endpoint; the answer's `url` is where to go. */
export async function signIn({ email, password, returnTo }: Credentials): Promise<Posted<{ url: string }>> {
  const form = await postJson<{ csrfToken: string }>("/api/auth/csrf");
  if (form.trouble) return form;
  const { csrfToken } = form.data;
  return postJson("/api/auth/callback/credentials", { csrfToken, email, password, callbackUrl: returnTo });
}
