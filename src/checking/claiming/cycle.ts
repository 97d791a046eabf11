/** A cycle: one look at everything that is due. Pure. */

/**
 * `due`, `done` and `failed` count watched sections; `requests` counts all requests made to see them. Instants are
 * ISO.
 */
export interface Cycle {
  startedAt: string;
  due: number;
  done: number;
  failed: number;
  requests: number;
  finishedAt?: string;
}

/** Adds up the cycles of several institutions or nodes. The sum is finished when all of them are. */
export function together([first, ...others]: readonly Cycle[]): Cycle | undefined {
  if (first === undefined) return undefined;
  return others.reduce(
    ({ finishedAt, ...sum }, { finishedAt: otherFinishedAt, ...other }) => ({
      startedAt: sum.startedAt < other.startedAt ? sum.startedAt : other.startedAt,
      due: sum.due + other.due,
      done: sum.done + other.done,
      failed: sum.failed + other.failed,
      requests: sum.requests + other.requests,
      ...(finishedAt !== undefined &&
        otherFinishedAt !== undefined && { finishedAt: finishedAt > otherFinishedAt ? finishedAt : otherFinishedAt }),
    }),
    first,
  );
}

/** Returns the latest cycle. Nodes work side by side, so it includes all that ran when the last one began. */
export function latestOf(cycles: readonly Cycle[]): Cycle | undefined {
  const began = cycles.reduce((latest, { startedAt }) => (startedAt > latest ? startedAt : latest), '');
  return together(cycles.filter(({ finishedAt }) => finishedAt === undefined || finishedAt >= began));
}

/** The reply to a request to run a cycle now. */
export type RunCycleReply =
  | { outcome: 'started'; cycle: Cycle }
  | { outcome: 'running' }
  | { outcome: 'paused' }
  | { outcome: 'failed'; code: string; message: string };
