/** Shows what is known about a node that does not answer, in place of its tree. */
import type { JSX } from 'preact';
import type { NodeReport } from '../../../contract/nodes.ts';
import { Ago } from '../../shared/Ago.tsx';
import { cycleWords } from './member-words.ts';
import { NodeState } from './NodeState.tsx';

export function AwayNote({ report: { state, startedAt, seenAt, cycle } }: { report: NodeReport }): JSX.Element {
  return (
    <>
      <p class="tree-summary">
        {state === 'lost'
          ? 'This node is lost. Its lease has expired, and the other nodes take over its work.'
          : 'This node does not answer. It is frozen, or has lost its connection to the broker. ' +
            'When its lease expires, the other nodes take over its work.'}
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
