import { v7 } from "uuid";

/** A new id: UUIDv7, made in the process, so that ids of one process rise with time. */
export const newId = (): string => v7();
