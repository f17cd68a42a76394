import { allowInsecureRequests, type Configuration, discovery, enableNonRepudiationChecks } from "openid-client";
import { isLoopback, type OidcSettings, oidcSettings } from "#lib/core/environment.ts";
import { notFound, unavailable } from "#lib/core/errors.ts";

/** What people call the provider, where there is one. */
export const providerName = (): string | null => oidcSettings()?.name ?? null;

let known: { key: string; provider: Promise<Configuration> } | null = null;

/** The signature of a token is checked though it comes from the provider itself: TLS may end at a proxy. */
const discovered = ({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> =>
  discovery(issuer, clientId, clientSecret, undefined, {
    execute: [enableNonRepudiationChecks, ...(isLoopback(issuer) ? [allowInsecureRequests] : [])],
    timeout: 8,
  });

/** The provider as it describes itself, asked once and again after a failure. Throws 404 where there is none, 503 while it is away. */
export async function oidcProvider(): Promise<{ settings: OidcSettings; provider: Configuration }> {
  const settings = oidcSettings();
  if (settings === null) throw notFound();
  const key = JSON.stringify(settings);
  if (known?.key !== key) {
    const provider = discovered(settings);
    known = { key, provider };
    provider.catch(() => {
      known = null;
    });
  }
  try {
    return { settings, provider: await known.provider };
  } catch (error) {
    throw unavailable("The OpenID provider cannot be reached, or is not the one of OIDC_ISSUER.", 5, error);
  }
}
