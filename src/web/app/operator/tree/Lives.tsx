/** The last lives of an actor, newest first, each with why it ended. */
import type { JSX } from 'preact';
import type { TreeNode } from '../../../contract/nodes.ts';
import { duration, timeOfDay } from '../../shared/time.ts';

type Life = NonNullable<TreeNode['lives']>[number];

const ENDS: Record<NonNullable<Life['end']>, string> = {
  failed: 'failed',
  finished: 'finished',
  stopped: 'stopped',
  restarted: 'restarted by an operator',
};

export function Lives({ lives }: { lives: Life[] }): JSX.Element {
  return (
    <>
      <h4>Lives</h4>
      <ol class="plain lives">
        {lives.toReversed().map(({ startedAt, endedAt, end, error, stack }) => (
          <li key={startedAt} class={`life life-${end ?? 'now'}`}>
            <p>
              <time dateTime={startedAt}>{timeOfDay(Date.parse(startedAt))}</time>{' '}
              {end === undefined || endedAt === undefined
                ? 'runs'
                : `${ENDS[end]} after ${duration(Date.parse(endedAt) - Date.parse(startedAt))}`}
            </p>
            {error !== undefined && (
              <details>
                <summary>{error}</summary>
                <pre class="last-error" tabIndex={0}>
                  {stack}
                </pre>
              </details>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
