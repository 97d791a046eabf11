/** The nodes, the supervisor tree of one of them, and the details of one of its places. */
import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import type { NodeReport, TreeNode } from '../../../contract/nodes.ts';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { usePushed } from '../push/use-pushed.ts';
import type { ViewProps } from '../view-props.ts';
import { AwayNote } from './AwayNote.tsx';
import { MembersPanel } from './MembersPanel.tsx';
import { Outline } from './Outline.tsx';
import { everyNode, isIll, placeAt } from './outline.ts';
import { PlaceDetails } from './PlaceDetails.tsx';
import type { Selection } from './use-selection.ts';

interface Props extends Pick<ViewProps, 'api' | 'simulated' | 'mayAct'> {
  selection: Selection;
  /** Content beside the tree, about the node that is shown. */
  beside: (shown: NodeReport | undefined, several: boolean) => ComponentChildren;
}

export function NodesPanel({ selection, beside, ...acting }: Props): JSX.Element {
  const { value, error } = usePushed('nodes');
  const nodes = value?.nodes ?? [];
  const shown = nodes.find(({ node }) => node === selection.node) ?? nodes.find(({ self }) => self);
  const { select } = selection;
  const name = shown?.node;
  // Selected by id, because behind a load balancer another node may answer next time.
  useEffect(() => {
    if (name !== undefined && name !== selection.node) select(name);
  }, [name, selection.node, select]);
  const choose = useCallback((path: string) => name !== undefined && select(name, path), [name, select]);
  const several = nodes.length > 1;
  const tree = shown?.tree;
  const place = tree && (placeAt(tree, selection.path) ?? placeAt(tree, tree.id));
  const path = tree && placeAt(tree, selection.path) ? selection.path : 'root';
  return (
    <>
      <MembersPanel nodes={nodes} shown={name} onChoose={select} />
      <section class="tree-panel" aria-labelledby="tree-title">
        <div class="card tree-card">
          <h2 id="tree-title">Supervisor tree{several && ` of ${name}`}</h2>
          {tree && (
            <p class="tree-summary" role="status">
              {summary(tree)}
            </p>
          )}
          {error && <ErrorNote error={error} />}
          {tree && <Outline root={tree} label={`Supervisor tree of ${name}`} selected={path} onSelect={choose} />}
          {shown && tree === null && <AwayNote report={shown} />}
        </div>
        <div class="operator-side tree-side">
          {place && name !== undefined && <PlaceDetails place={place} path={path} node={name} {...acting} />}
          {beside(shown, several)}
        </div>
      </section>
    </>
  );
}

/** Screen readers announce this whenever an actor stops or runs again. */
function summary(root: TreeNode): string {
  const troubled = everyNode(root).filter(({ state }) => state !== 'running');
  if (troubled.length > 0) return `Not running: ${troubled.map(({ id, state }) => `${id} (${state})`).join(', ')}.`;
  const breakers = everyNode(root).filter(isIll);
  if (breakers.length === 0) return 'Everything is running.';
  const named = breakers.map(({ id, breaker }) => `${id} (${breaker})`).join(', ');
  return `Everything is running. Breakers not closed: ${named}.`;
}
