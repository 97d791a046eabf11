/** Everything known about the selected node. */
import type { JSX } from 'preact';
import { Ago } from '../../shared/Ago.tsx';
import type { DrawnNode } from './layout-tree.ts';
import { NodeState } from './NodeState.tsx';

export function NodeDetails({ drawn: { node, path } }: { drawn: DrawnNode }): JSX.Element {
  return (
    <section class="card details" aria-labelledby="details-title" aria-live="off">
      <h3 id="details-title">{path}</h3>
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
        <dt>Thread</dt>
        <dd>{node.thread}</dd>
        <dt>Mailbox</dt>
        <dd>{node.mailbox} waiting</dd>
        <dt>Restarts</dt>
        <dd>{node.restarts}</dd>
        <dt>Breaker</dt>
        <dd>{node.breaker ?? 'none'}</dd>
      </dl>
      <h4>Last error</h4>
      {node.lastError === undefined ? (
        <p class="quiet">None.</p>
      ) : (
        <pre class="last-error" tabIndex={0}>
          {node.lastError}
        </pre>
      )}
    </section>
  );
}
