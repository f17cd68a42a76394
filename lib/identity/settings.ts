/**
 * What identity needs of the settings, read where it is used: `server.ts` has checked them and put the secret into the
 * environment, which Next's copy of this module shares. Without a good secret nothing is signed or read.
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
