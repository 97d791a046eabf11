/** The tree of the selected node with details of one place, or what is known about a node that does not answer. */
import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { NodeReport, TreeNode } from '../../../contract/nodes.ts';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { AwayNote } from './AwayNote.tsx';
import { everyNode, findNode, layoutTree } from './layout-tree.ts';
import { NodeDetails } from './NodeDetails.tsx';
import { FactsLegend } from './NodeFacts.tsx';
import { Tree } from './Tree.tsx';

interface Props {
  report: NodeReport | undefined;
  error: { code: string; message: string } | undefined;
  /** The node, if there are several; otherwise null. */
  of: string | null;
  /** Content beside the tree. */
  children: ComponentChildren;
}

export function TreePanel({ report, error, of, children }: Props): JSX.Element {
  const tree = report?.tree;
  const drawn = useMemo(() => (tree ? layoutTree(tree) : undefined), [tree]);
  const [selected, setSelected] = useState<string>();
  const shown = drawn && (findNode(drawn.root, selected ?? '') ?? drawn.root);
  return (
    <section class="tree-panel" aria-labelledby="tree-title">
      <div class="card tree-card">
        <h2 id="tree-title">Supervisor tree{of !== null && ` of ${of}`}</h2>
        {tree && (
          <p class="tree-summary" role="status">
            {summary(tree)}
          </p>
        )}
        {tree !== null && <FactsLegend />}
        {error && <ErrorNote error={error} />}
        {drawn && shown && <Tree drawn={drawn} selected={shown.path} onSelect={setSelected} />}
        {report && tree === null && <AwayNote report={report} />}
      </div>
      <div class="operator-side tree-side">
        {shown && <NodeDetails drawn={shown} />}
        {children}
      </div>
    </section>
  );
}

/** Screen readers announce this whenever an actor stops or runs again. */
function summary(root: TreeNode): string {
  const troubled = everyNode(root).filter(({ state }) => state !== 'running');
  return troubled.length === 0
    ? 'Everything is running.'
    : `Not running: ${troubled.map(({ id, state }) => `${id} (${state})`).join(', ')}.`;
}
