/** The state of a node of the tree, in colour, icon and word. */
import type { JSX } from 'preact';
import type { NodeState as State } from '../../../actors/runtime/tree-node.ts';
import { Icon, type IconName } from '../shared/Icon.tsx';

const ICONS: Record<State, IconName> = { starting: 'refresh', running: 'check', restarting: 'refresh', stopped: 'minus', failed: 'cross' };

export function NodeState({ state }: { state: State }): JSX.Element {
  return <span class={`state state-${state}`}><Icon name={ICONS[state]} />{state}</span>;
}
