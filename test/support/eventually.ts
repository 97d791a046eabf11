/** Waits for something outside this process, which a manual clock cannot speed up. Checks again and again. */
import { setTimeout } from 'node:timers/promises';

const ASK_AGAIN_MS = 50;
const PATIENCE_MS = 60_000;

/**
 * Returns the first value of `look` that is neither undefined nor false. Rejects after `patienceMs` (default: a minute)
 * and names what it waited for.
 */
export async function eventually<Value>(
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  patienceMs = PATIENCE_MS,
): Promise<Exclude<Value, undefined | false>> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value as Exclude<Value, undefined | false>;
    if (performance.now() > until)
      throw new Error(`this did not come true within ${patienceMs} ms: ${look.toString()}`);
    await setTimeout(ASK_AGAIN_MS);
  }
}
