import { z } from "zod";
import { invalid, notFound } from "#lib/core/errors.ts";
import { command } from "#lib/core/operation.ts";
import { isPassage } from "./quote.ts";
import { lockPair, textsOf } from "./row.ts";
import { evidence, linkInput, unlinkInput } from "./schema.ts";
import "./undo.ts";
import { addLink, changeLink, linkNow, removeLink } from "./write.ts";

const notAPassage = () => invalid("/quote", "not_a_passage", "must be a passage of the feedback's own text");

/** The feedback is reviewed by it. An idea that was set aside takes evidence too: it may be what reopens it. */
export const linkEvidence = command({
  name: "evidence.link",
  needs: "evidence:write",
  input: linkInput,
  output: evidence,
  async run(scope, { id, ideaId, quote, importance }) {
    const pair = await lockPair(scope, id, ideaId);
    const { link, feedback } = pair;
    const next = {
      quote: quote === undefined ? (link?.quote ?? null) : quote,
      importance: importance ?? link?.importance ?? feedback.importance ?? "want",
    };
    if (typeof quote === "string" && quote !== link?.quote && !isPassage(quote, await textsOf(scope, id))) {
      throw notAPassage();
    }
    const of = { feedbackId: id, ideaId };
    if (link === null) {
      const made = linkNow(scope, next);
      return { ...of, ...made, feedback: await addLink(scope, pair, made) };
    }
    const changed = { ...link, ...next };
    const same = changed.quote === link.quote && changed.importance === link.importance;
    if (!same) await changeLink(scope, pair, link, changed);
    return { ...of, ...changed, feedback };
  },
});

/** Feedback that has no idea left goes back to the inbox. */
export const unlinkEvidence = command({
  name: "evidence.unlink",
  needs: "evidence:write",
  input: unlinkInput,
  output: z.object({}),
  status: 204,
  async run(scope, { id, ideaId }) {
    const pair = await lockPair(scope, id, ideaId);
    if (pair.link === null) throw notFound();
    await removeLink(scope, pair, pair.link);
    return {};
  },
});
