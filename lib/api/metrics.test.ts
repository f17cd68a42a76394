import { expect, it } from "vitest";
import { endpoints } from "./endpoints.ts";
import { countRequest, metricsRegistry } from "./metrics.ts";

it("O2 the series stay under 2,000 when every operation has been answered in every way", async () => {
  const statuses = [200, 201, 204, 400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500, 503];
  for (const operation of [...endpoints.map(({ name }) => name), "page", "none"]) {
    for (const status of statuses) countRequest(operation, status, 3);
  }
  // No operation leads elsewhere; pages do.
  for (const status of [304, 307]) countRequest("page", status, 3);
  const series = (await metricsRegistry.getMetricsAsJSON()).flatMap(({ values }) => values);
  expect(series.length).toBeGreaterThan(1_000);
  expect(series.length).toBeLessThanOrEqual(2_000);
});
