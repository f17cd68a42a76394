import { expect, test } from "vitest";
import { api } from "./client.ts";

test("a number that is none is its field's error: as JSON it would take away what stands there", async () => {
  const input = { id: crypto.randomUUID(), title: "Keep more customers", confidence: Number("high") };
  const sent = api("objective.update", input, { workspace: "acme" });
  await expect(sent).rejects.toMatchObject({
    status: 422,
    fields: [{ pointer: "/confidence", message: "must be a number" }],
  });
});
