/**
 * The settings that code needs far from the start, read where they are used: `server.ts` has checked them and put the
 * secret into the environment, which Next's copy of this module shares. Without a good secret nothing is signed or read.
 */
export function authSecret(): string {
  const secret = process.env.AUTH_SECRET ?? "";
  if (secret.length < 32) throw new Error("AUTH_SECRET is missing or too short");
  return secret;
}

/** The origin that people open, when it is set. */
export const appOrigin = (): string | null => URL.parse(process.env.APP_URL ?? "")?.origin ?? null;

/** Whether cookies may demand https. */
export const isHttps = (): boolean => appOrigin()?.startsWith("https://") ?? false;

/** Whether people may sign up by themselves. */
export const opensSignUp = (): boolean => process.env.SIGNUP === "open";

export type MailSettings = {
  smtpUrl: string;
  from: { name: string; address: string };
  /** What links in mails begin with: never what some request called this host. */
  origin: string;
};

/** How to send mail, or null where it is not set up. */
export function mailSettings(): MailSettings | null {
  const { SMTP_URL: smtpUrl, MAIL_FROM: sender } = process.env;
  const origin = appOrigin();
  if (!smtpUrl || !sender || origin === null) return null;
  const [, name = "", address = sender] = /^(.+) <(.+)>$/.exec(sender) ?? [];
  return { smtpUrl, from: { name, address }, origin };
}

export type OidcSettings = {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  /** What people call it: "Sign in with …". */
  name: string;
  /** Where the provider sends people back to. */
  redirectUri: string;
};

/** The one OpenID provider, or null where there is none. */
export function oidcSettings(): OidcSettings | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME } = process.env;
  const issuer = URL.parse(OIDC_ISSUER ?? "");
  const origin = appOrigin();
  if (!issuer || !clientId || !clientSecret || origin === null) return null;
  const redirectUri = `${origin}/api/auth/callback/oidc`;
  return { issuer, clientId, clientSecret, name: OIDC_NAME || "single sign-on", redirectUri };
}

/** On this machine nobody listens on the way, so a provider for tests needs no certificate. */
export const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
