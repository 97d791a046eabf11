/** Turns counts that only grow into how much they grew since the last reading. */

export class Increments {
  #before: Readonly<Record<string, number>> = {};

  /** Since the last call; at the first call, since the start. Leaves out what did not grow. */
  take(counts: Readonly<Record<string, number>>): Record<string, number> {
    const grown = Object.entries(counts).map(([key, count]) => [key, count - (this.#before[key] ?? 0)] as const);
    this.#before = counts;
    return Object.fromEntries(grown.filter(([, by]) => by > 0));
  }
}
