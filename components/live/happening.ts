import type { Output } from "#lib/api/client.ts";

/** Something that happened in the workspace, as the stream tells it. */
export type Happening = Extract<Output<"event.stream">, { action: string }>;
