import { z } from "zod";
import { id } from "#lib/core/fields.ts";
import { thread } from "#lib/roadmap/schema.ts";

export const threadedTypes = ["idea", "keyResult", "metric"] as const;
export type ThreadedType = (typeof threadedTypes)[number];

export const threadsInput = z.strictObject({ type: z.enum(threadedTypes), id: z.array(id).min(1).max(200) });
export const threads = z.object({ data: z.array(z.object({ id, thread })) });
