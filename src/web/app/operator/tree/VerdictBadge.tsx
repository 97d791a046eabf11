/** A health status as a colour, an icon and a word. */
import type { JSX } from 'preact';
import type { Verdict } from '../../../contract/monitoring.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';

const TONES: Record<Verdict, { tone: string; icon: IconName }> = {
  healthy: { tone: 'open', icon: 'check' },
  degraded: { tone: 'reserved', icon: 'warning' },
  unhealthy: { tone: 'cancelled', icon: 'cross' },
};

export function VerdictBadge({ status }: { status: Verdict }): JSX.Element {
  const { tone, icon } = TONES[status];
  return (
    <span class={`badge badge-${tone}`}>
      <Icon name={icon} />
      {status}
    </span>
  );
}
