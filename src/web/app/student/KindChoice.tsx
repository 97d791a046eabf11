/** The choice of what a watch reports: an open seat first, everything else under "More". */
import type { JSX } from 'preact';
import type { ChangeKind } from '../../contract/section.ts';
import { KIND_WISHES } from '../shared/section-words.ts';

const MORE = (Object.keys(KIND_WISHES) as ChangeKind[]).filter((kind) => kind !== 'opened');

interface Props {
  kinds: ChangeKind[];
  onChange: (kinds: ChangeKind[]) => void;
}

export function KindChoice({ kinds, onChange }: Props): JSX.Element {
  const toggle = (kind: ChangeKind): void =>
    onChange(kinds.includes(kind) ? kinds.filter((other) => other !== kind) : [...kinds, kind]);
  const box = (kind: ChangeKind): JSX.Element => (
    <label key={kind} class="choice">
      <input type="checkbox" name={kind} checked={kinds.includes(kind)} onChange={() => toggle(kind)} />
      {KIND_WISHES[kind]}
    </label>
  );
  return (
    <fieldset class="choices">
      <legend>Write to me when</legend>
      {box('opened')}
      <details open={kinds.some((kind) => kind !== 'opened')}>
        <summary>More</summary>
        {MORE.map(box)}
      </details>
    </fieldset>
  );
}
