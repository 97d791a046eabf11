/** Ends what a benchmark has started, as a test does: servers of test/support can be started with it. */
import type { Owner } from '../../test/support/mongo-server.ts';

/** Calls `work` with an owner of what it starts, and ends all of that afterwards, the last first. */
export async function withCleanup<Result>(work: (owner: Owner) => Promise<Result>): Promise<Result> {
  const ends: (() => unknown)[] = [];
  const owner: Owner = {
    teardown: (end: () => unknown) => {
      ends.push(end);
    },
    comment: () => {},
  };
  try {
    return await work(owner);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
