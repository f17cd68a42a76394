type Entry<V> = { at: number; value: Promise<V | null> };

/**
 * Remembers what was looked up for a moment, so that a hot client does not cost a query per request. Age counts from
 * the start of the look-up, requests meanwhile share it, and what was not found is not remembered.
 */
export class Recent<V> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #ms: number;
  readonly #most: number;

  constructor(ms: number, most = 10_000) {
    this.#ms = ms;
    this.#most = most;
  }

  /** The value of a key, at most `ms` old; with `fresh` as it is now. */
  get(key: string, load: () => Promise<V | null>, fresh = false): Promise<V | null> {
    const now = performance.now();
    const known = this.#entries.get(key);
    if (known && !fresh && now - known.at < this.#ms) return known.value;
    const entry = { at: now, value: load() };
    // Deleted first, so that the order of the map is that of age.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const drop = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    entry.value.then((found) => found === null && drop(), drop);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most) break;
      this.#entries.delete(oldest);
    }
    return entry.value;
  }

  clear(): void {
    this.#entries.clear();
  }
}
