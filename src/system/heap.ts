/** Keeps the heap near the size of what is in use. */
import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets a heap of 50 MB of live objects grow to 180 MB before it collects the rest, and gives nothing back while the
 * process rests. With this limit it collects sooner, in the background. Measured over six cycles of 6,250 sections:
 * the process has 357 MB instead of 463 MB, for 0 to 10 % more CPU time.
 */
const GROWTH_PERCENT = 50;

/** Affects all threads of the process. V8 reads the flag after each collection, so it may be set at any time. */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
