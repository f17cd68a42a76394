import { hash, verify } from "@node-rs/argon2";
import { unavailable } from "#lib/core/errors.ts";

/** argon2id with the least that OWASP asks for: 19 MiB and two passes. A hash states its own parameters. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes take turns: they are the dearest thing a stranger can ask for, and share libuv's threads with the resolver. */
const most = { running: 2, waiting: 100 };
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < most.running) running++;
  else {
    if (waiting.length >= most.waiting) throw unavailable("Too many people sign in at this moment.", 2);
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** One keyboard's way to compose a letter must not lock out another's (RFC 8265). */
const bytesOf = (password: string) => Buffer.from(password.normalize("NFKC"), "utf8");

/** The hash of a password, with its parameters and salt. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(bytesOf(password), parameters));

let decoy: Promise<string> | undefined;

/** Whether the password is right. Takes as long when there is no hash, so that nobody learns which accounts exist. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  decoy ??= hash(bytesOf(crypto.randomUUID()), parameters);
  const instead = await decoy;
  const right = await inTurn(() => verify(stored ?? instead, bytesOf(password)));
  return right && stored !== null;
}
