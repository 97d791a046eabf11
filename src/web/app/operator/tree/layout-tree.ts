/** Computes the places of the nodes in the drawn supervisor tree. Pure. */
import { hierarchy, tree } from 'd3-hierarchy';
import type { TreeNode } from '../../../contract/nodes.ts';

/** Pixels. The root is on the left, children are to the right of their parent. */
export const NODE = { width: 216, height: 58, columnGap: 26, rowGap: 10 };

export interface Place {
  x: number;
  y: number;
}
export interface DrawnNode {
  /** The ids below the root, joined by `/`: the actor's address without the node. For the root, its id. */
  path: string;
  node: TreeNode;
  place: Place;
  children: DrawnNode[];
}
export interface DrawnTree {
  root: DrawnNode;
  width: number;
  height: number;
  links: { child: DrawnNode; from: Place; to: Place }[];
}

export function layoutTree(root: TreeNode): DrawnTree {
  const points = tree<TreeNode>()
    .nodeSize([NODE.height + NODE.rowGap, NODE.width + NODE.columnGap])
    .separation(() => 1)(hierarchy(root));
  const top = Math.min(...points.descendants().map(({ x }) => x));
  const links: DrawnTree['links'] = [];

  const draw = (point: typeof points, path: string): DrawnNode => {
    const children = (point.children ?? []).map((child) =>
      draw(child, point.parent === null ? child.data.id : `${path}/${child.data.id}`),
    );
    // d3's tree grows downwards and ours to the right, so x and y are swapped.
    const drawn: DrawnNode = { path, node: point.data, place: { x: point.y, y: point.x - top }, children };
    for (const child of children) {
      links.push({
        child,
        from: { x: drawn.place.x + NODE.width, y: drawn.place.y + NODE.height / 2 },
        to: { x: child.place.x, y: child.place.y + NODE.height / 2 },
      });
    }
    return drawn;
  };

  const bottom = Math.max(...points.descendants().map(({ x }) => x));
  return {
    root: draw(points, root.id),
    width: points.height * (NODE.width + NODE.columnGap) + NODE.width,
    height: bottom - top + NODE.height,
    links,
  };
}

/** Returns the node and everything below it. */
export function everyNode(node: TreeNode): TreeNode[] {
  return [node, ...node.children.flatMap(everyNode)];
}

export function findNode(from: DrawnNode, path: string): DrawnNode | undefined {
  if (from.path === path) return from;
  for (const child of from.children) {
    const found = findNode(child, path);
    if (found !== undefined) return found;
  }
  return undefined;
}
