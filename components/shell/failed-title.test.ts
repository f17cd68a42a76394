import { expect, it } from "vitest";
import { failedTitle } from "./failed-title.ts";

it("says what failed in the page's own words", () => {
  expect(failedTitle("/w/meridian/ideas")).toBe("The ideas could not be loaded");
  expect(failedTitle("/w/meridian/ideas/0190")).toBe("The idea could not be loaded");
  expect(failedTitle("/w/meridian/settings/members")).toBe("The settings could not be loaded");
  expect(failedTitle("/w/meridian/constructor")).toBe("This page could not be loaded");
  expect(failedTitle("/w/meridian")).toBe("This page could not be loaded");
});
