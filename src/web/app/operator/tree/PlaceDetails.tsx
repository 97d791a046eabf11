/** Everything known about one place of the tree, and what an operator can do with it. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { TreeNode } from '../../../contract/nodes.ts';
import { Ago } from '../../shared/Ago.tsx';
import { useTicking } from '../../shared/use-ticking.ts';
import type { ViewProps } from '../view-props.ts';
import { DeadMessages } from './DeadMessages.tsx';
import { breakerWords, heartbeatWords, loadWords, mailboxWords, restartWords, shortTime } from './facts.ts';
import { Lives } from './Lives.tsx';
import { NodeState } from './NodeState.tsx';
import { PlaceButtons } from './PlaceButtons.tsx';
import { showRow } from './show-row.ts';

interface Props extends Pick<ViewProps, 'api' | 'simulated' | 'mayAct'> {
  place: { node: TreeNode; above: TreeNode | undefined };
  path: string;
  /** Its process. */
  node: string;
}

export function PlaceDetails({ place: { node, above }, path, node: on, api, simulated, mayAct }: Props): JSX.Element {
  return (
    <section class="card details" aria-labelledby="details-title" aria-live="off">
      <h3 id="details-title">{path}</h3>
      <button type="button" class="button button-quiet back-to-tree" onClick={() => showRow(path)}>
        Back to the tree
      </button>
      {mayAct && above !== undefined && (
        <PlaceButtons key={`${on}/${path}`} node={node} place={{ path, node: on }} api={api} simulated={simulated} />
      )}
      <dl class="facts">
        <dt>State</dt>
        <dd>
          <NodeState state={node.state} />, since <Ago at={node.since} />
        </dd>
        <dt>Kind</dt>
        <dd>
          {node.kind}
          {node.kind === 'supervisor' && `, ${node.children.length} children`}
        </dd>
        {node.budget && (
          <>
            <dt>Budget</dt>
            <dd>
              {node.budget.left} of {node.budget.restarts} restarts left within {shortTime(node.budget.windowMs)}
            </dd>
          </>
        )}
        <dt>Restarts</dt>
        <dd>{restartWords(node, above)}</dd>
        {node.kind === 'actor' && (
          <>
            <dt>Mailbox</dt>
            <dd>{mailboxWords(node)}</dd>
          </>
        )}
        <dt>Thread</dt>
        <dd>
          {node.thread}
          {node.load && <span class="fact-line">{loadWords(node.load)}</span>}
        </dd>
        {node.heartbeatMs !== undefined && (
          <>
            <dt>Heartbeat</dt>
            <dd>{heartbeatWords(node.heartbeatMs)}</dd>
          </>
        )}
        {node.breaker !== undefined && <BreakerFact node={node} />}
        {node.calls && <CallFacts calls={node.calls} />}
      </dl>
      <h4>Last error</h4>
      {node.lastError === undefined ? (
        <p class="quiet">None.</p>
      ) : (
        <pre class="last-error" tabIndex={0}>
          {node.lastError}
        </pre>
      )}
      {node.deadLetters && <DeadMessages deadLetters={node.deadLetters} />}
      {node.lives && <Lives lives={node.lives} />}
    </section>
  );
}

function BreakerFact({ node }: { node: TreeNode }): JSX.Element {
  const known = useRef({ retryInMs: node.retryInMs, at: Date.now() });
  if (known.current.retryInMs !== node.retryInMs) known.current = { retryInMs: node.retryInMs, at: Date.now() };
  const words = useTicking((now) => breakerWords(node, now - known.current.at));
  return (
    <>
      <dt>Breaker</dt>
      <dd class={`breaker-${node.breaker}`}>{words}</dd>
    </>
  );
}

function CallFacts({ calls }: { calls: NonNullable<TreeNode['calls']> }): JSX.Element {
  return (
    <>
      <dt>Calls</dt>
      <dd>
        {calls.failures === 0 ? (
          'none failed lately'
        ) : (
          <>
            {calls.failures} failed in a row
            {calls.failingSince !== undefined && (
              <>
                , since <Ago at={calls.failingSince} />
              </>
            )}
          </>
        )}
        {calls.lastSuccessAt !== undefined && (
          <span class="fact-line">
            last success <Ago at={calls.lastSuccessAt} />
          </span>
        )}
      </dd>
    </>
  );
}
