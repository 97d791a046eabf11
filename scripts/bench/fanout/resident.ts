/** The memory of this process. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Kilobytes in memory, once garbage is collected. */
export function residentKb(): number {
  collect();
  return process.memoryUsage.rss() / 1_024;
}
