/** The ids of what the story has made so far, by the keys under which it is written down. */
export class Cast {
  readonly #ids = new Map<string, string>();

  add(kind: string, key: string, id: string): void {
    this.#ids.set(`${kind} ${key}`, id);
  }

  has(kind: string, key: string): boolean {
    return this.#ids.has(`${kind} ${key}`);
  }

  /** Throws where the story names what it has not made. */
  id(kind: string, key: string): string {
    const id = this.#ids.get(`${kind} ${key}`);
    if (id === undefined) throw new Error(`the story has no ${kind} ${key}`);
    return id;
  }
}
