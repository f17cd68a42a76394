import { readFileSync } from "node:fs";

/**
 * Preloaded into a server (`node --import`): its wall clock goes as many seconds wrong as the file says, from one moment
 * to the next when the file changes. What counts on from the start, `performance.now()`, stays as it is, as on a real
 * machine whose clock is set.
 */

const file = process.env.MOVED_CLOCK;
if (!file) throw new Error("MOVED_CLOCK names the file that says by how much");
const read = () => Number(readFileSync(file, "utf8")) * 1_000;
const real = Date.now.bind(Date);
let moved = read();
setInterval(() => {
  moved = read();
}, 50).unref();

const now = () => real() + moved;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  apply: (target) => new target(now()).toString(),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});
