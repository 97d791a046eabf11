/** A section's status as a colour, an icon and a word; never a colour alone. */
import type { JSX } from 'preact';
import type { Status } from '../../contract/section.ts';
import { Icon, type IconName } from './Icon.tsx';
import { STATUS_WORDS } from './seats.ts';

const ICONS: Record<Status, IconName> = {
  open: 'check',
  reserved: 'lock',
  waitlist: 'clock',
  full: 'minus',
  cancelled: 'cross',
  unknown: 'question',
};

export function StatusBadge({ status }: { status: Status }): JSX.Element {
  return (
    <span class={`badge badge-${status}`}>
      <Icon name={ICONS[status]} />
      {STATUS_WORDS[status]}
    </span>
  );
}
