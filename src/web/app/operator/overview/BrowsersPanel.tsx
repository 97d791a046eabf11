/** The browser pool of the node that answers this page. */
import type { JSX } from 'preact';
import type { BrowserPool } from '../../../contract/monitoring.ts';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { usePushed } from '../push/use-pushed.ts';

/** `of`: the node, if there are several; otherwise null. */
export function BrowsersPanel({ of }: { of: string | null }): JSX.Element {
  const { value, error } = usePushed('browsers');
  return (
    <section class="card" aria-labelledby="browsers-title">
      <header class="card-head">
        <h2 id="browsers-title">Browsers</h2>
        {value && <span class={`badge badge-${poolTone(value)}`}>{poolWord(value)}</span>}
      </header>
      {of !== null && <p class="quiet">Of node {of}, which answers this page.</p>}
      {error && <ErrorNote error={error} />}
      {value && (
        <dl class="figures">
          <div>
            <dt>Total</dt>
            <dd>{value.total}</dd>
          </div>
          <div>
            <dt>Available</dt>
            <dd>{value.available}</dd>
          </div>
          <div>
            <dt>Busy</dt>
            <dd>{value.busy}</dd>
          </div>
          <div>
            <dt>Queued</dt>
            <dd>{value.queued}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}

const poolWord = ({ ready, overloaded }: BrowserPool): string =>
  overloaded ? 'Overloaded' : ready ? 'Ready' : 'Not ready';
const poolTone = ({ ready, overloaded }: BrowserPool): string =>
  overloaded ? 'reserved' : ready ? 'open' : 'cancelled';
