/** The health of the selected node, check by check. */
import type { JSX } from 'preact';
import type { Health } from '../../../contract/monitoring.ts';
import { Icon } from '../../shared/Icon.tsx';
import { VerdictBadge } from '../tree/VerdictBadge.tsx';

/** `health` is null for a node that does not answer, undefined before the first poll. `of`: the node, if several. */
export function HealthPanel({ health, of }: { health: Health | null | undefined; of: string | null }): JSX.Element {
  return (
    <section class="card" aria-labelledby="health-title">
      <header class="card-head">
        <h2 id="health-title">Health</h2>
        {health && <VerdictBadge status={health.status} />}
      </header>
      {of !== null && <p class="quiet">Of node {of}.</p>}
      {health === null && <p>Not known while the node does not answer.</p>}
      <ul class="plain checks">
        {Object.entries(health?.checks ?? {}).map(([name, { status, code }]) => (
          <li key={name} class={status === 'healthy' ? 'check' : 'check check-ill'}>
            {status === 'healthy' ? (
              <>
                <Icon name="check" />
                {name} <span class="visually-hidden">healthy</span>
              </>
            ) : (
              <>
                <span>{name}</span>
                <VerdictBadge status={status} />
              </>
            )}
            {code !== undefined && <code class="check-code">{code}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}
