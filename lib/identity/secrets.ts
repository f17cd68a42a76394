import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits that stand for somebody; only their digest is stored. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** SHA-256, hexadecimal. Enough for secrets of 256 random bits; passwords take argon2id. */
export const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Compares two digests in a time that says nothing about where they differ. */
export const sameDigest = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
