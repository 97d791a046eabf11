/** Runs the program on a prepared store, and ends it afterwards. */
import type { Campus } from '../../campus/campus.ts';
import type { Program } from '../program.ts';
import { inFolder } from '../setting.ts';
import { prepareSeenStore } from './seen-store.ts';
import { startSystem } from './system.ts';

/** `seen`: a campus with the same sections and without TLS, from which the store is filled. */
export async function withSystem<Value>(
  campus: Campus,
  seen: Campus,
  work: (program: Program) => Promise<Value>,
): Promise<Value> {
  let value: Value;
  await inFolder(async (folder) => {
    await prepareSeenStore(folder, seen);
    const program = await startSystem(folder, campus);
    try {
      value = await work(program);
    } finally {
      await program.stop();
    }
  });
  return value!;
}
