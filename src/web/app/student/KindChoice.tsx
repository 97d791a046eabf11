/** The choice of what a watch reports: an open seat first, everything else under "Other news". */
import type { JSX } from 'preact';
import type { ChangeKind } from '../../contract/section.ts';
import { useWords } from '../shared/words.tsx';

const MORE: readonly ChangeKind[] = ['closed', 'seats', 'waitlist', 'instructor', 'schedule', 'cancelled', 'listed'];

interface Props {
  kinds: ChangeKind[];
  onChange: (kinds: ChangeKind[]) => void;
}

export function KindChoice({ kinds, onChange }: Props): JSX.Element {
  const { t } = useWords();
  const toggle = (kind: ChangeKind): void =>
    onChange(kinds.includes(kind) ? kinds.filter((other) => other !== kind) : [...kinds, kind]);
  const box = (kind: ChangeKind): JSX.Element => (
    <label key={kind} class="choice">
      <input type="checkbox" name={kind} checked={kinds.includes(kind)} onChange={() => toggle(kind)} />
      {t(`watch.kinds.${kind}`)}
    </label>
  );
  return (
    <fieldset class="choices">
      <legend>{t('watch.kinds.legend')}</legend>
      {box('opened')}
      <details open={kinds.some((kind) => kind !== 'opened')}>
        <summary>{t('watch.kinds.more')}</summary>
        {MORE.map(box)}
      </details>
    </fieldset>
  );
}
