/** The supervisor tree as an outline: which rows are shown, and what they count. Pure. */
import type { TreeNode } from '../../../contract/nodes.ts';

export interface Row {
  /** The ids below the root, joined by `/`: the actor's address without the node. For the root, its id. */
  path: string;
  node: TreeNode;
  /** 1 for the root. */
  level: number;
  /** undefined: it has no children. */
  open: boolean | undefined;
  /** Of a supervisor: the actors below it that are well, and that are not. */
  well: number;
  ill: number;
}

/** Not running, or its breaker is not closed. */
export function isIll({ state, breaker }: TreeNode): boolean {
  return state !== 'running' || (breaker !== undefined && breaker !== 'closed');
}

/** Returns the node and everything below it. */
export function everyNode(node: TreeNode): TreeNode[] {
  return [node, ...node.children.flatMap(everyNode)];
}

/**
 * Returns the rows to show. At first, only the root is unfolded. A folded supervisor still shows what is not well below
 * it. `folds` has what was folded and unfolded by hand, by path. With `search`, only places whose path contains it are
 * shown, and those above them.
 */
export function rowsOf(root: TreeNode, folds: Readonly<Record<string, boolean>>, search = ''): Row[] {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? outline(root, root.id, 1, folds, false) : found(root, root.id, 1, wanted);
}

function outline(
  node: TreeNode,
  path: string,
  level: number,
  folds: Readonly<Record<string, boolean>>,
  onlyIll: boolean,
): Row[] {
  const row = rowOf(node, path, level);
  const open = folds[path] ?? level === 1;
  const hides = folds[path] === true ? false : onlyIll || !open;
  const below = node.children.flatMap((child) =>
    outline(child, pathBelow(path, child, level), level + 1, folds, hides),
  );
  if (onlyIll && below.length === 0 && !isIll(node)) return [];
  return [node.children.length === 0 ? row : { ...row, open: !hides }, ...below];
}

function found(node: TreeNode, path: string, level: number, wanted: string): Row[] {
  const below = node.children.flatMap((child) => found(child, pathBelow(path, child, level), level + 1, wanted));
  if (below.length === 0 && !path.toLowerCase().includes(wanted)) return [];
  const row = rowOf(node, path, level);
  return [node.children.length === 0 ? row : { ...row, open: true }, ...below];
}

function rowOf(node: TreeNode, path: string, level: number): Row {
  const actors = everyNode(node).filter(({ kind }) => kind === 'actor');
  const ill = actors.filter(isIll).length;
  return { path, node, level, open: undefined, well: actors.length - ill, ill };
}

/** The root's own id is in no path. */
function pathBelow(path: string, child: TreeNode, level: number): string {
  return level === 1 ? child.id : `${path}/${child.id}`;
}

/** Returns the place at `path` with the supervisor above it. */
export function placeAt(root: TreeNode, path: string): { node: TreeNode; above: TreeNode | undefined } | undefined {
  if (path === root.id) return { node: root, above: undefined };
  let [node, above]: [TreeNode | undefined, TreeNode] = [root, root];
  for (const id of path.split('/')) {
    if (node === undefined) return undefined;
    above = node;
    node = node.children.find((child) => child.id === id);
  }
  return node === undefined ? undefined : { node, above };
}

/** Every place of the tree with its path. */
export function everyPlace(node: TreeNode, path = node.id, level = 1): { path: string; node: TreeNode }[] {
  const below = node.children.flatMap((child) => everyPlace(child, pathBelow(path, child, level), level + 1));
  return [{ path, node }, ...below];
}

/** Every actor that is not well, and every supervisor that is not running, with its path. */
export function troubleIn(root: TreeNode): { path: string; node: TreeNode }[] {
  return everyPlace(root).filter(({ node }) => isIll(node));
}
