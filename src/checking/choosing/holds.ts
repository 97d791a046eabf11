/** How long to leave a request alone that another process has leased: longer each time that a claim gets nothing. */
const FIRST_MS = 250;
const GROWTH = 2;

export class Holds {
  #inARow = 0;

  /** Returns the milliseconds until the next claim, at most `longestMs`. */
  next(longestMs: number): number {
    this.#inARow += 1;
    return Math.min(longestMs, FIRST_MS * GROWTH ** (this.#inARow - 1));
  }

  /** A look has ended. */
  clear(): void {
    this.#inARow = 0;
  }
}
