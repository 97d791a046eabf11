/** One row of the outline: name, state and the figures that differ from place to place. */
import type { JSX } from 'preact';
import { memo } from 'preact/compat';
import { Icon } from '../../shared/Icon.tsx';
import { breakerWords, isFresh, shortTime } from './facts.ts';
import { NodeState } from './NodeState.tsx';
import type { Row } from './outline.ts';
import { showDetails } from './show-row.ts';

interface Props {
  row: Row;
  selected: boolean;
  /** Whether the Tab key leads to it: one row of the tree. The arrow keys lead to the others. */
  reachable: boolean;
  onSelect: (path: string) => void;
  onFold: (path: string, open: boolean) => void;
}

export const OutlineRow = memo(OneRow, (before, after) => {
  const [one, other] = [before.row, after.row];
  return (
    before.selected === after.selected &&
    before.reachable === after.reachable &&
    one.node === other.node &&
    one.path === other.path &&
    one.open === other.open &&
    before.onSelect === after.onSelect
  );
});

function OneRow({ row, selected, reachable, onSelect, onFold }: Props): JSX.Element {
  const { path, node, level, open, well, ill } = row;
  return (
    <li
      role="treeitem"
      class={`node node-${node.state} node-${node.kind}`}
      data-path={path}
      aria-level={level}
      aria-selected={selected}
      {...(open !== undefined && { 'aria-expanded': open })}
      tabIndex={reachable ? 0 : -1}
      style={{ '--level': level }}
      onClick={() => {
        onSelect(path);
        showDetails();
      }}
    >
      {open === undefined ? (
        <span class="fold" />
      ) : (
        <span
          class={open ? 'fold fold-open' : 'fold'}
          onClick={(event) => {
            event.stopPropagation();
            onFold(path, !open);
          }}
        >
          <Icon name="play" />
        </span>
      )}
      <span class="node-name">{node.id}</span>
      {node.kind === 'supervisor' && (
        <span class="counts">
          <span class="count-well">
            {well}
            <Icon name="check" />
            <span class="visually-hidden"> well</span>
          </span>
          {ill > 0 && (
            <span class="count-ill">
              {ill}
              <Icon name="cross" />
              <span class="visually-hidden"> not well</span>
            </span>
          )}
        </span>
      )}
      <Facts node={node} />
      <NodeState state={node.state} />
    </li>
  );
}

function Facts({ node }: Pick<Row, 'node'>): JSX.Element {
  const { mailbox, oldestMs = 0, restarts, breaker, load } = node;
  return (
    <span class="node-facts">
      {mailbox > 0 && (
        <span class="fact busy">
          <Icon name="inbox" />
          {mailbox}
          <span class="visually-hidden"> messages waiting</span>
          {oldestMs >= 1_000 && ` · ${shortTime(oldestMs)}`}
        </span>
      )}
      {restarts > 0 && (
        <span class={isFresh(node, Date.now()) ? 'fact restarts restarts-fresh' : 'fact restarts'}>
          <Icon name="refresh" />
          {restarts}
          <span class="visually-hidden"> restarts</span>
        </span>
      )}
      {breaker !== undefined && (
        <span class={`fact breaker-${breaker}`}>
          <Icon name="bolt" />
          <span class="visually-hidden">breaker </span>
          {breakerWords(node, 0)}
        </span>
      )}
      {load !== undefined && (
        <span class="fact fact-load">
          {Math.round(load.busy * 100)} %<span class="visually-hidden"> busy</span>
        </span>
      )}
    </span>
  );
}
