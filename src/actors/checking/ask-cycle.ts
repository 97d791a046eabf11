/** Asks a node's schedulers for their running or last cycle. */
import type { Cycle } from '../../checking/claiming/cycle.ts';
import { together } from '../../checking/claiming/cycle.ts';
import type { ActorContext } from '../../runtime/index.ts';
import { places } from '../places.ts';
import type { SchedulerMessage } from './scheduler.ts';

/**
 * Returns the cycle of all institutions together; undefined before the first one. Rejects if a scheduler does not
 * answer within `timeoutMs`.
 */
export async function cycleOf(
  ask: ActorContext<never>['ask'],
  node: string,
  institutions: readonly string[],
  timeoutMs: number,
): Promise<Cycle | undefined> {
  const answers = await Promise.all(
    institutions.map((id) =>
      ask<SchedulerMessage, { cycle: Cycle | null }>(
        places.scheduler(id).on(node),
        (replyTo) => ({ type: 'current-cycle', replyTo }),
        timeoutMs,
      ),
    ),
  );
  return together(answers.flatMap(({ cycle }) => cycle ?? []));
}
