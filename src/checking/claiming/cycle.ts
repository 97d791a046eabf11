/** A cycle: one pass over everything that is due. Pure. */

/**
 * due, done and failed count watched sections; requests is everything asked of the source to see them. Instants are
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

/** The passes of several institutions or nodes as one cycle, which is finished when all are. */
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

/** The cycle that began last, with all that was running then: nodes pass over their parts of it side by side. */
export function latestOf(cycles: readonly Cycle[]): Cycle | undefined {
  const began = cycles.reduce((latest, { startedAt }) => (startedAt > latest ? startedAt : latest), '');
  return together(cycles.filter(({ finishedAt }) => finishedAt === undefined || finishedAt >= began));
}

/** What became of the wish to run a cycle now. */
export type RunCycleReply =
  | { outcome: 'started'; cycle: Cycle }
  | { outcome: 'running' }
  | { outcome: 'paused' }
  | { outcome: 'failed'; code: string; message: string };
