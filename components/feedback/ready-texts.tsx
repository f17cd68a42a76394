import { FormattedWords } from "#components/ui/formatted-words.tsx";
import { plainParagraphs } from "#components/ui/plain-paragraphs.ts";
import type { ReadyText } from "#components/ui/ready-words.tsx";
import type { FeedbackDetail } from "./feedback.ts";
import { partsShown } from "./parts-shown.ts";

/** A first look shows no more of a conversation than this. */
const most = 20;
const nobody: ReadonlyMap<string, string> = new Map();

/** The words of a message as the page shows them, formatted where they need it. For the server: the parser is heavy. */
export function readyTexts(feedback: FeedbackDetail): ReadyText[] {
  const marks = feedback.ideas.flatMap(({ quote }) => (quote === null ? [] : [quote]));
  return [feedback.body, ...feedback.messages.map(({ body }) => body)]
    .slice(0, most)
    .flatMap((text) => {
      const { own, folded } = partsShown(text, marks);
      return [own, folded];
    })
    .filter((text) => text !== "" && (marks.length > 0 || plainParagraphs(text) === null))
    .map((text) => ({ text, marks, words: <FormattedWords text={text} marks={marks} people={nobody} /> }));
}
