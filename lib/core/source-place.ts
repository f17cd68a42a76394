import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Of the files that a frame has named; null for one without a map. Most processes never read any. */
const maps = new Map<string, SourceMap | null>();

function mapOf(file: string): SourceMap | null {
  let map = maps.get(file);
  if (map === undefined) {
    try {
      map = new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), "utf8")) as SourceMapPayload);
    } catch {
      map = null;
    }
    maps.set(file, map);
  }
  return map;
}

/** Where built programs lie (scripts/bundle.mjs), as frames have it. */
const folderOfPrograms = () => pathToFileURL(join(import.meta.dirname, "..", "..", ".programs")).href;

/**
 * A line of a stack; one in a built program below `programs` tells its place in the source, as `lib/ideas/queries.ts:41:9`.
 */
export function withSourcePlace(frame: string, programs = folderOfPrograms): string {
  const [place, folder, path, line, column] = /(file:\S+)(\/[0-9a-f]{16}\/[\w-]+\.mjs):(\d+):(\d+)/.exec(frame) ?? [];
  if (place === undefined || folder !== programs()) return frame;
  const found = mapOf(`${folder}${path}`)?.findOrigin(Number(line), Number(column));
  if (!found || !("fileName" in found)) return frame;
  const source = found.fileName.replace(/^(\.\.\/)+/, "");
  return frame.replace(place, `${source}:${found.lineNumber}:${found.columnNumber}`);
}
