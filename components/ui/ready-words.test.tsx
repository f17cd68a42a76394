import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { readyTexts } from "#components/feedback/ready-texts.tsx";
import { Markdown } from "./markdown.tsx";
import { ReadyWords } from "./ready-words.tsx";

const message = (body: string, quotes: string[] = []) =>
  ({ body, messages: [], ideas: quotes.map((quote) => ({ quote })) }) as unknown as Parameters<typeof readyTexts>[0];

it("a message is formatted beforehand only where the parser would be needed for it", () => {
  expect(readyTexts(message("Just words.\n\nAnd more of them."))).toEqual([]);
  expect(readyTexts(message("- a list\n- of two")).map(({ text }) => text)).toEqual(["- a list\n- of two"]);
  expect(readyTexts(message("Just words.", ["words"])).map(({ marks }) => marks)).toEqual([["words"]]);
});

it("what came formatted is shown for the same text with the same marks, and for no other", () => {
  const texts = readyTexts(message("It is **slow**.")).map((ready) => ({ ...ready, words: <p>ready</p> }));
  const shown = (text: string, marks: string[] = []) =>
    renderToStaticMarkup(
      <ReadyWords texts={texts}>
        <Markdown text={text} marks={marks} />
      </ReadyWords>,
    );
  expect(shown("It is **slow**.")).toContain("<p>ready</p>");
  expect(shown("It is **slow**.", ["slow"])).not.toContain("ready");
  expect(shown("It is *slow*.")).not.toContain("ready");
});
