import { expect, test } from "vitest";
import { ideaListInput, readIdeaListParams } from "./list-filter.ts";

const inputOf = (search: string) => ideaListInput(readIdeaListParams(new URLSearchParams(search)));
const id = "01890000-0000-7000-8000-000000000001";

test("the address says what is listed; what it says wrongly is as good as not there", () => {
  const usual = { sort: "companies", order: "desc", limit: 100, state: "open" };
  expect(inputOf("")).toEqual(usual);
  expect(inputOf(`stageId=${id}&ownerId=${id}&groupBy=stage`)).toEqual({
    ...usual,
    stageId: [id],
    ownerId: id,
    groupBy: "stage",
  });
  expect(inputOf("stageId=new&ownerId=me&groupBy=owner&sort=title&state=gone")).toEqual(usual);
  expect(inputOf("state=all&sort=score&order=asc")).toEqual({ sort: "score", order: "asc", limit: 100 });
});
