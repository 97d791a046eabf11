/** A section's status as a colour, an icon and a word; never a colour alone. */
import type { JSX } from 'preact';
import type { Status } from '../../contract/section.ts';
import { Icon, type IconName } from './Icon.tsx';
import { useWords } from './words.tsx';

const ICONS: Record<Status, IconName> = {
  open: 'check',
  reserved: 'lock',
  waitlist: 'clock',
  full: 'minus',
  cancelled: 'cross',
  unknown: 'question',
};

export function StatusBadge({ status }: { status: Status }): JSX.Element {
  const { t } = useWords();
  return (
    <span class={`badge badge-${status}`}>
      <Icon name={ICONS[status]} />
      {t(`section.status.${status}`)}
    </span>
  );
}
