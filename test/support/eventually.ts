/** Waits for something outside this process, which a manual clock cannot speed up. Checks again and again. */
import { setTimeout } from 'node:timers/promises';

const ASK_AGAIN_MS = 50;
/** What takes long is asked for less often, so that asking does not slow it down. */
const ASK_AGAIN_MAX_MS = 250;
const SLOWER = 1.2;
/** Long, because a busy machine needs several times as long as a quiet one. Only a test that fails waits so long. */
export const PATIENCE_MS = 240_000;

/**
 * Returns the first value of `look` that is neither undefined nor false. Rejects after four minutes and names what it
 * waited for.
 */
export async function eventually<Value>(
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
): Promise<Exclude<Value, undefined | false>> {
  const until = performance.now() + PATIENCE_MS;
  for (let pauseMs = ASK_AGAIN_MS; ; pauseMs = Math.min(pauseMs * SLOWER, ASK_AGAIN_MAX_MS)) {
    const value = await look();
    if (value !== undefined && value !== false) return value as Exclude<Value, undefined | false>;
    if (performance.now() > until)
      throw new Error(`this did not come true within ${PATIENCE_MS} ms: ${look.toString()}`);
    await setTimeout(pauseMs);
  }
}
