import { stream } from "#lib/core/stream.ts";
import { Feed } from "./feed.ts";
import { streamEventsInput, told } from "./schema.ts";

const feed = new Feed();

/** The history as it grows. */
export const streamEvents = stream({
  name: "event.stream",
  needs: "read",
  input: streamEventsInput,
  output: told,
  listen: ({ workspace }, { after }, tell) => feed.listen(workspace.id, after, tell),
  silentFor: () => feed.silentFor(),
});
