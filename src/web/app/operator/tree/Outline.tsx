/** The supervisor tree of a node as an outline that folds, is searched, and is walked with the arrow keys. */
import type { JSX } from 'preact';
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { TreeNode } from '../../../contract/nodes.ts';
import { OutlineRow } from './OutlineRow.tsx';
import { rowsOf } from './outline.ts';

interface Props {
  root: TreeNode;
  label: string;
  selected: string;
  onSelect: (path: string) => void;
}

export function Outline({ root, label, selected, onSelect }: Props): JSX.Element {
  const [folds, setFolds] = useState<Record<string, boolean>>({});
  const [search, setSearch] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const rows = useMemo(() => rowsOf(root, folds, search), [root, folds, search]);
  const fold = useCallback((path: string, open: boolean) => setFolds((known) => ({ ...known, [path]: open })), []);
  const at = Math.max(
    0,
    rows.findIndex(({ path }) => path === selected),
  );

  const go = (index: number): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row === undefined) return;
    onSelect(row.path);
    list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined) return;
    const above = rows.findLastIndex(({ level }, index) => index < at && level < row.level);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (row.open === false ? fold(row.path, true) : row.open === true && go(at + 1)),
      ArrowLeft: () => (row.open === true ? fold(row.path, false) : above >= 0 && go(above)),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };

  return (
    <>
      <label class="field outline-search">
        <span class="visually-hidden">Search the tree</span>
        <input
          type="search"
          placeholder="Search the tree"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </label>
      <ul class="plain outline" role="tree" aria-label={label} ref={list} onKeyDown={onKeyDown}>
        {rows.map((row, index) => (
          <OutlineRow
            key={row.path}
            row={row}
            selected={row.path === selected}
            reachable={index === at}
            onSelect={onSelect}
            onFold={fold}
          />
        ))}
      </ul>
      {rows.length === 0 && <p class="quiet">Nothing here is called “{search}”.</p>}
    </>
  );
}
