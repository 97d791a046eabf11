/** The list of nodes. Selects the node whose tree and health are shown. Hidden if there is only one. */
import type { JSX } from 'preact';
import { useEffect, useId, useReducer } from 'preact/hooks';
import type { NodeReport } from '../../../contract/nodes.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTicking } from '../../shared/use-ticking.ts';
import { addNews, type Membership, noMembership } from './member-news.ts';
import { breakersNotClosed, memberLine, standing } from './member-words.ts';
import { NodeState } from './NodeState.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';

interface Props {
  nodes: NodeReport[];
  shown: string | undefined;
  onChoose: (node: string) => void;
}

export function MembersPanel({ nodes, shown, onChoose }: Props): JSX.Element {
  const [{ news }, add] = useReducer<Membership, NodeReport[]>(
    (known, seen) => addNews(known, seen, Date.now()),
    noMembership,
  );
  useEffect(() => add(nodes), [nodes]);
  const several = nodes.length > 1;
  // The status line is rendered empty at first. Otherwise screen readers would not announce the first text.
  return (
    <section
      class={several ? 'card members' : 'visually-hidden'}
      {...(several && { 'aria-labelledby': 'members-title' })}
    >
      {several && <h2 id="members-title">Nodes</h2>}
      <p class="members-status" role="status">
        {several && standing(nodes)} {news}
      </p>
      {several && (
        <div class="members-choice" role="radiogroup" aria-label="Node whose tree and health are shown">
          {nodes.map((report) => (
            <Member key={report.node} report={report} chosen={report.node === shown} onChoose={onChoose} />
          ))}
        </div>
      )}
    </section>
  );
}

function Member({
  report,
  chosen,
  onChoose,
}: {
  report: NodeReport;
  chosen: boolean;
  onChoose: (node: string) => void;
}): JSX.Element {
  const { node, state, health } = report;
  const id = useId();
  const line = useTicking((now) => memberLine(report, now));
  const notClosed = breakersNotClosed(report);
  return (
    <label class={`choice member member-${state}`}>
      <input
        type="radio"
        name="member"
        checked={chosen}
        onChange={() => onChoose(node)}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-state ${id}-facts`}
      />
      <span class="member-name" id={`${id}-name`}>
        {node}
      </span>
      <span id={`${id}-state`}>
        <NodeState state={state} />
      </span>
      <span class="member-facts" id={`${id}-facts`}>
        {health && (
          <span class="member-health">
            <VerdictBadge status={health.status} />
            <span class={notClosed > 0 ? 'fact breaker-open' : 'fact'}>
              <Icon name="bolt" />
              {notClosed === 0
                ? 'all breakers closed'
                : `${notClosed} ${notClosed === 1 ? 'breaker' : 'breakers'} not closed`}
            </span>
          </span>
        )}
        <span>{line}</span>
      </span>
    </label>
  );
}
