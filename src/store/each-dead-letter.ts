import type { DeadLetter, DeadLetterStore } from './dead-letters.ts';

/** Dead letters per read. */
const PAGE = 500;

/**
 * Handles all dead letters that there are now, and returns how many. `handle` resolves with false for one that is gone.
 * One that comes meanwhile is not handled, or what fails at once would be handled for ever.
 */
export async function eachDeadLetter(
  deadLetters: Pick<DeadLetterStore, 'count' | 'list'>,
  handle: (letter: DeadLetter) => Promise<boolean>,
): Promise<number> {
  let handled = 0;
  for (let left = await deadLetters.count(); left > 0;) {
    const letters = await deadLetters.list(Math.min(left, PAGE));
    let here = 0;
    for (const letter of letters) if (await handle(letter)) here += 1;
    handled += here;
    if (here === 0) break;
    left -= letters.length;
  }
  return handled;
}
