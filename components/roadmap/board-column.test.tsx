import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Column } from "./board.ts";
import { BoardColumn } from "./board-column.tsx";

const shown = (column: Omit<Column, "cards">) =>
  renderToStaticMarkup(
    <BoardColumn
      column={{ ...column, cards: [] }}
      empty="No card"
      allHref="/w/meridian/roadmap?list=done"
      mayMove={false}
      renderCard={() => null}
    />,
  );

test("what a column does not show is one step away", () => {
  expect(shown({ horizon: "done", name: "Done", count: 1_200 })).toMatch(/href="[^"]*list=done"[^>]*>and 1,200 older</);
  expect(shown({ horizon: "now", name: "Now", count: 3 })).toContain("and 3 more");
  expect(shown({ horizon: "done", name: "Done", count: 0 })).not.toContain("href");
});
