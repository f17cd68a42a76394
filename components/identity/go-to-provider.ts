import { postJson } from "./post-json.ts";

export type ProviderWanted = {
  returnTo: string;
  /** The token of the invitation that brings somebody here. */
  invitation?: string;
  /** Connects the account that is signed in, instead of signing in. */
  connects?: boolean;
};

/** Sends the browser to the OpenID provider. Gives what went wrong; null when it is on its way. */
export async function goToProvider(wanted: ProviderWanted): Promise<string | null> {
  const { data, trouble } = await postJson<{ url: string }>("/api/auth/oidc", wanted);
  if (data) window.location.assign(data.url);
  return trouble?.message ?? null;
}
