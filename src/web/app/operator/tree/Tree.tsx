/**
 * The supervisor tree. It is one nested list, as screen readers and phones show it. Wide screens draw it as a diagram,
 * using the layout's places and lines.
 */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../shared/Icon.tsx';
import { type DrawnNode, type DrawnTree, NODE } from './layout-tree.ts';
import { NodeFacts } from './NodeFacts.tsx';
import { NodeState } from './NodeState.tsx';

interface Props {
  drawn: DrawnTree;
  selected: string;
  onSelect: (path: string) => void;
}

const ZOOMS = [0.5, 0.65, 0.8, 0.9, 1, 1.25];
const FULL_SIZE = ZOOMS.indexOf(1);
const READABLE = ZOOMS.indexOf(0.8);

export function Tree({ drawn, selected, onSelect }: Props): JSX.Element {
  const [zoom, setZoom] = useState(FULL_SIZE);
  const { width, height, root, links } = drawn;
  const scroll = useRef<HTMLDivElement>(null);
  // Starts at the largest zoom that fits. A tree that would become too small to read scrolls instead.
  useLayoutEffect(() => {
    const room = scroll.current!.clientWidth;
    setZoom(
      Math.max(
        READABLE,
        ZOOMS.findLastIndex((size) => size <= 1 && width * size <= room),
      ),
    );
  }, []);
  return (
    <>
      <div class="zoom">
        <button
          type="button"
          class="button button-icon"
          aria-label="Draw the tree smaller"
          disabled={zoom === 0}
          onClick={() => setZoom(zoom - 1)}
        >
          <Icon name="minus" />
        </button>
        <button
          type="button"
          class="button button-icon"
          aria-label="Draw the tree larger"
          disabled={zoom === ZOOMS.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          <Icon name="plus" />
        </button>
      </div>
      <div class="tree-scroll" ref={scroll}>
        <div
          class="tree"
          style={{ '--tree-width': `${width}px`, '--tree-height': `${height}px`, '--zoom': ZOOMS[zoom] }}
        >
          <svg class="tree-links" width={width} height={height} aria-hidden="true" focusable="false">
            {links.map(({ child, from, to }) => (
              <path key={child.path} class={`link-${child.node.state}`} d={curve(from, to)} />
            ))}
          </svg>
          <ul class="plain">
            <Branch drawn={root} selected={selected} onSelect={onSelect} />
          </ul>
        </div>
      </div>
    </>
  );
}

function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

function Branch({ drawn, selected, onSelect }: Omit<Props, 'drawn'> & { drawn: DrawnNode }): JSX.Element {
  const { node, path, place, children } = drawn;
  return (
    <li>
      <button
        type="button"
        class={`node node-${node.state} node-${node.kind}`}
        aria-pressed={path === selected}
        data-path={path}
        onClick={() => onSelect(path)}
        style={{
          '--x': `${place.x}px`,
          '--y': `${place.y}px`,
          '--node-width': `${NODE.width}px`,
          '--node-height': `${NODE.height}px`,
        }}
      >
        <span class="node-top">
          <span class="node-name">{node.id}</span>
          <NodeState state={node.state} />
        </span>
        <NodeFacts node={node} />
      </button>
      {children.length > 0 && (
        <ul class="plain">
          {children.map((child) => (
            <Branch key={child.path} drawn={child} selected={selected} onSelect={onSelect} />
          ))}
        </ul>
      )}
    </li>
  );
}
