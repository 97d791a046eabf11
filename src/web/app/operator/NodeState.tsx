/** The state of a node of the tree, or of a whole process, in colour, icon and word. */
import type { JSX } from 'preact';
import type { MemberState } from '../../../nodes/node-report.ts';
import type { NodeState as TreeState } from '../../../runtime/supervision/tree-node.ts';
import { Icon, type IconName } from '../shared/Icon.tsx';

type State = TreeState | MemberState;

const ICONS: Record<State, IconName> = {
  starting: 'refresh',
  running: 'check',
  restarting: 'refresh',
  stopped: 'minus',
  failed: 'cross',
  online: 'check',
  silent: 'question',
  lost: 'cross',
};

export function NodeState({ state }: { state: State }): JSX.Element {
  return (
    <span class={`state state-${state}`}>
      <Icon name={ICONS[state]} />
      {state}
    </span>
  );
}
