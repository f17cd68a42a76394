import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

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
      expect(text, file).not.toMatch(/AUTH_SECRET|DATABASE_URL|METRICS_TOKEN|throughline_app/);
    }
  });
});
