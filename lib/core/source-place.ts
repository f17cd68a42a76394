import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";

/** Of the files of the built programs that a frame has named; null for one without a map. Most processes never read any. */
const maps = new Map<string, SourceMap | null>();

function mapOf(url: string): SourceMap | null {
  let map = maps.get(url);
  if (map === undefined) {
    try {
      const payload = JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, "utf8")) as SourceMapPayload;
      map = new SourceMap({ ...payload, sourcesContent: [] });
    } catch {
      map = null;
    }
    maps.set(url, map);
  }
  return map;
}

/** A line of a stack; one in a built program (scripts/bundle.mjs) tells its place in the source, as `lib/ideas/queries.ts:41:9`. */
export const withSourcePlace = (frame: string): string =>
  frame.replace(/(file:\S+\/\.next\/throughline\/\S+\.mjs):(\d+):(\d+)/, (built, url, line, column) => {
    const found = mapOf(url)?.findOrigin(Number(line), Number(column));
    if (!found || !("fileName" in found)) return built;
    return `${found.fileName.replace(/^(\.\.\/)+/, "")}:${found.lineNumber}:${found.columnNumber}`;
  });
