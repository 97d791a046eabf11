/** Lets a test see what is still held: everything else is collected at once. */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Returns how many of these objects something still holds. */
export async function countHeld(objects: readonly WeakRef<object>[]): Promise<number> {
  // An object that was looked at stays until the end of the turn.
  await setImmediate();
  collect();
  return objects.filter((object) => object.deref() !== undefined).length;
}
