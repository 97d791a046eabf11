/** The alerts that are firing. Operators are told of them by mail and webhook, too. */
import type { JSX } from 'preact';
import { sentenceOf } from '../../../../domain/alerts.ts';
import { Ago } from '../../shared/Ago.tsx';
import { usePushed } from '../push/use-pushed.ts';

export function AlertsPanel(): JSX.Element {
  const alerts = usePushed('overview').value?.alerts.toSorted(
    (one, other) => Number(other.severity === 'critical') - Number(one.severity === 'critical'),
  );
  return (
    <section class="card" aria-labelledby="alerts-title">
      <header class="card-head">
        <h2 id="alerts-title">Alerts</h2>
        {alerts && <span class="quiet">{alerts.length}</span>}
      </header>
      {alerts?.length === 0 && <p class="quiet">None is firing.</p>}
      <ul class="plain rows">
        {alerts?.map(({ name, severity, since, value, threshold }) => (
          <li key={name} class="row" data-alert={name}>
            <div>
              <p class="row-title">{sentenceOf({ name, value })}</p>
              <p class="quiet">
                <code>{name}</code>: {rounded(value)}, alert above {rounded(threshold)} · <Ago at={since} />
              </p>
            </div>
            <span class={`badge badge-${severity === 'critical' ? 'cancelled' : 'reserved'}`}>{severity}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const rounded = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
