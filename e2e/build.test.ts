import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settingNames } from "#lib/core/settings.ts";
import { secretsIn } from "../scripts/secrets.mjs";

const root = join(import.meta.dirname, "..");
const read = (...path: string[]) => readFileSync(join(root, ".next", ...path), "utf8");

const browserFiles = () =>
  readdirSync(join(root, ".next", "static"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe("Z6 the build", () => {
  it("Z6 has no Server Action", () => {
    const { node, edge } = JSON.parse(read("server", "server-reference-manifest.json"));
    expect({ node, edge }).toEqual({ node: {}, edge: {} });
  });

  it("Z6 has no proxy and no middleware, so nothing guards a page from outside and no body is cut", () => {
    const { middleware, functions } = JSON.parse(read("server", "middleware-manifest.json"));
    expect({ middleware, functions }).toEqual({ middleware: {}, functions: {} });
    expect(JSON.parse(read("server", "functions-config-manifest.json")).functions).not.toHaveProperty("/_middleware");
    const files = ["proxy", "middleware"].flatMap((name) => ["ts", "js", "mjs"].map((end) => `${name}.${end}`));
    expect(files.filter((file) => existsSync(join(root, file)))).toEqual([]);
  });

  it("Z6 sends no request on to another host", () => {
    const { rewrites, redirects } = JSON.parse(read("routes-manifest.json"));
    expect(Object.values(rewrites).flat()).toEqual([]);
    expect(redirects.filter(({ internal }: { internal?: boolean }) => !internal)).toEqual([]);
  });

  it("Z6 has the image optimiser off", () => {
    expect(JSON.parse(read("required-server-files.json")).config.images.unoptimized).toBe(true);
  });

  it("Z6 holds nothing of the development server, no source map and no source of ours", () => {
    expect(read("BUILD_ID")).not.toBe("development");
    const files = browserFiles();
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
    const scripts = files.filter((file) => file.endsWith(".js"));
    for (const file of scripts) {
      const text = readFileSync(file, "utf8");
      expect(text, file).not.toMatch(/react-refresh|webpack-hmr|__turbopack_hmr/);
    }
  });
});

it("P7 the library of the schemas stays on the server: 35 kB, and it tries whether text may be run", () => {
  const scripts = browserFiles().filter((file) => file.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(5);
  expect(scripts.filter((file) => /ZodError|\$ZodType/.test(readFileSync(file, "utf8")))).toEqual([]);
});

describe("S5 what a browser gets", () => {
  it("S5 names no setting of the server's, nothing of its database and no secret", () => {
    // Those that are plain words may stand anywhere.
    const names = settingNames.filter((name) => name.includes("_"));
    expect(names).toContain("AUTH_SECRET");
    const inside = new RegExp(`\\b(${[...names, "NEXTAUTH_SECRET", "NEXTAUTH_URL", "throughline_app"].join("|")})\\b`);
    const texts = browserFiles().filter((file) => /\.(js|css|json|txt|html|svg)$/.test(file));
    expect(texts.length).toBeGreaterThan(5);
    for (const file of texts) {
      const text = readFileSync(file, "utf8");
      expect(text.match(inside)?.[0], file).toBeUndefined();
      expect(text, file).not.toMatch(/process\.env\.[A-Z]|pg_catalog|set_config\(|\binsert into [a-z_]+ \(/);
      expect(text, file).not.toContain("sourceMappingURL");
      expect(secretsIn(text), file).toEqual([]);
    }
  });
});
