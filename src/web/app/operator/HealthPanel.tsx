/** The health endpoint, check by check. */
import type { JSX } from 'preact';
import type { Health, HealthReport } from '../../../health.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { Icon, type IconName } from '../shared/Icon.tsx';
import type { Polled } from './use-poll.ts';

const TONES: Record<Health, { tone: string; icon: IconName }> = {
  healthy: { tone: 'open', icon: 'check' }, degraded: { tone: 'reserved', icon: 'warning' }, unhealthy: { tone: 'cancelled', icon: 'cross' },
};

export function HealthPanel({ health: { value, error } }: { health: Polled<HealthReport> }): JSX.Element {
  return (
    <section class="card" aria-labelledby="health-title">
      <header class="card-head">
        <h2 id="health-title">Health</h2>
        {value && <VerdictBadge status={value.status} />}
      </header>
      {error && <ErrorNote error={error} />}
      <ul class="plain checks">
        {Object.entries(value?.checks ?? {}).map(([name, { status, code }]) => (
          <li key={name}><span>{name}</span><VerdictBadge status={status} />{code !== undefined && <code class="check-code">{code}</code>}</li>
        ))}
      </ul>
    </section>
  );
}

function VerdictBadge({ status }: { status: Health }): JSX.Element {
  const { tone, icon } = TONES[status];
  return <span class={`badge badge-${tone}`}><Icon name={icon} />{status}</span>;
}
