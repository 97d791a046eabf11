/** The health endpoint, check by check. */
import type { JSX } from 'preact';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { Icon, type IconName } from '../shared/Icon.tsx';
import type { Health } from './api.ts';
import type { Polled } from './use-poll.ts';

const TONES: Record<Health['status'], { tone: string; icon: IconName }> = {
  healthy: { tone: 'open', icon: 'check' }, degraded: { tone: 'reserved', icon: 'warning' }, unhealthy: { tone: 'cancelled', icon: 'cross' },
};

export function HealthPanel({ health: { value, error } }: { health: Polled<Health> }): JSX.Element {
  return (
    <section class="card" aria-labelledby="health-title">
      <header class="card-head">
        <h2 id="health-title">Health</h2>
        {value && <Verdict status={value.status} />}
      </header>
      {error && <ErrorNote error={error} />}
      <ul class="plain checks">
        {Object.entries(value?.checks ?? {}).map(([name, check]) => {
          const { status, message } = readCheck(check);
          return <li key={name}><span class="check-name">{name}</span><Verdict status={status} />{message !== undefined && <span class="quiet check-message">{message}</span>}</li>;
        })}
      </ul>
    </section>
  );
}

function Verdict({ status }: { status: string }): JSX.Element {
  const { tone, icon } = TONES[status as Health['status']] ?? { tone: 'unknown', icon: 'question' };
  return <span class={`badge badge-${tone}`}><Icon name={icon} />{status}</span>;
}

function readCheck(check: unknown): { status: string; message?: string } {
  if (typeof check === 'object' && check !== null && 'status' in check) {
    return { status: String(check.status), ...('message' in check && typeof check.message === 'string' && { message: check.message }) };
  }
  return { status: String(check) };
}
