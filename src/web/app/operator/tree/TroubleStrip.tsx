/** Everything that is not well, on any node, in view without scrolling. Each part jumps to its place in the tree. */
import type { JSX } from 'preact';
import { usePushed } from '../push/use-pushed.ts';
import { breakerWords } from './facts.ts';
import { NodeState } from './NodeState.tsx';
import { troubleIn } from './outline.ts';
import { showRow } from './show-row.ts';
import type { Selection } from './use-selection.ts';

/** More would push everything else out of view. */
const SHOWN = 12;

export function TroubleStrip({ selection: { select } }: { selection: Selection }): JSX.Element | null {
  const nodes = usePushed('nodes').value?.nodes ?? [];
  const trouble = nodes.flatMap(({ node, tree }) =>
    tree === null ? [] : troubleIn(tree).map((each) => ({ ...each, on: node })),
  );
  if (trouble.length === 0) return null;
  const jump = (on: string, path: string) => (): void => {
    select(on, path);
    showRow(path);
  };
  return (
    <section class="trouble" aria-label="Not well">
      <p class="trouble-count">{trouble.length} not well</p>
      <ul class="plain trouble-list">
        {trouble.slice(0, SHOWN).map(({ on, path, node }) => (
          <li key={`${on}/${path}`}>
            <button type="button" class="trouble-item" onClick={jump(on, path)}>
              <span>{nodes.length > 1 ? `${on}: ${path}` : path}</span>
              {node.state === 'running' ? (
                <span class={`fact breaker-${node.breaker}`}>breaker {breakerWords(node, 0)}</span>
              ) : (
                <NodeState state={node.state} />
              )}
            </button>
          </li>
        ))}
      </ul>
      {trouble.length > SHOWN && <p class="quiet">and {trouble.length - SHOWN} more</p>}
    </section>
  );
}
