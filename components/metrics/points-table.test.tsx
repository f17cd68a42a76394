import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { PointsTable } from "./points-table.tsx";

test("points stand at the workspace's time; one that was given as a day stays on that day", () => {
  const points = [
    { at: "2026-03-01T23:30:00Z", value: 12, note: null },
    { at: "2026-02-22T00:00:00Z", value: 11, note: null },
  ];
  const shown = (timeZone: string) =>
    renderToStaticMarkup(<PointsTable points={points} unit="number" currency="EUR" timeZone={timeZone} />);
  expect(shown("Asia/Tokyo")).toContain("2 Mar 2026, 08:30");
  expect(shown("America/New_York")).toContain("1 Mar 2026, 18:30");
  for (const zone of ["Asia/Tokyo", "America/New_York"]) expect(shown(zone)).toContain(">22 Feb 2026<");
});
