import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { serverFlags } from "./machine.mjs";

it.each(["Dockerfile", "docs/deploy/throughline.service", "e2e/instance.ts"])(
  "%s starts the server with the flags that npm start gives it",
  (file) => {
    const started = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => /server\.mjs|program\("server"\)/.test(line) && !/^ *(\/\*\*|#)/.test(line));
    expect(started).toHaveLength(1);
    for (const flag of serverFlags) expect(started[0]).toContain(flag);
  },
);
