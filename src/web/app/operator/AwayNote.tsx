/** What is known of a node that gives no answer, in the place of its tree. */
import type { JSX } from 'preact';
import type { NodeReport } from '../../contract/nodes.ts';
import { Ago } from '../shared/Ago.tsx';
import { cycleWords } from './member-words.ts';
import { NodeState } from './NodeState.tsx';

export function AwayNote({ report: { state, startedAt, seenAt, cycle } }: { report: NodeReport }): JSX.Element {
  return (
    <>
      <p class="tree-summary">
        {state === 'lost'
          ? 'This node is lost. Its lease has ended: the other nodes take over its work.'
          : 'This node gives no answer: it is frozen, or away from the broker. When its lease ends, the other nodes take over its work.'}
      </p>
      <dl class="facts">
        <dt>State</dt>
        <dd>
          <NodeState state={state} />
        </dd>
        <dt>Last heard of</dt>
        <dd>
          <Ago at={seenAt} />
        </dd>
        <dt>Started</dt>
        <dd>
          <Ago at={startedAt} />
        </dd>
        {cycle && (
          <>
            <dt>Cycle</dt>
            <dd>{cycleWords(cycle)}</dd>
          </>
        )}
      </dl>
    </>
  );
}
