export { instantJson } from "#lib/core/instant-json.ts";
