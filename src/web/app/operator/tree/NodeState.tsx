/** The state of a node of the tree, or of a whole process, as a colour, an icon and a word. */
import type { JSX } from 'preact';
import type { NodeReport, TreeNode } from '../../../contract/nodes.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';

type State = TreeNode['state'] | NodeReport['state'];

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
