import { stream } from "#lib/core/stream.ts";
import { isShownTo } from "../events/personal.ts";
import { Feed } from "./feed.ts";
import { streamEventsInput, told } from "./schema.ts";

const feed = new Feed();

/** The history as it grows, as far as the actor may see it. */
export const streamEvents = stream({
  name: "event.stream",
  needs: "read",
  input: streamEventsInput,
  output: told,
  listen: (actor, { after }, tell) =>
    feed.listen(actor.workspace.id, after, (messages) => {
      const shown = messages.filter(({ data }) => !("action" in data) || isShownTo(actor, data));
      // The same list where nothing is left out: it is put into words once for everybody.
      if (shown.length === messages.length) tell(messages);
      else if (shown.length > 0) tell(shown);
    }),
  silentFor: () => feed.silentFor(),
});
