import { dispatch } from "./said/dispatch.ts";
import { field } from "./said/field.ts";
import { office } from "./said/office.ts";
import { rest } from "./said/rest.ts";
import type { Said } from "./story.ts";

/** Everything that was said, the oldest first. */
export const feedback: Said[] = [...field, ...dispatch, ...office, ...rest].sort((a, b) => b.daysAgo - a.daysAgo);
