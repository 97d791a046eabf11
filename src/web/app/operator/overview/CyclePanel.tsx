/** The running or last cycle, across all nodes. */
import type { JSX } from 'preact';
import type { Cycle } from '../../../contract/nodes.ts';
import { Ago } from '../../shared/Ago.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { duration } from '../../shared/time.ts';
import { useTicking } from '../../shared/use-ticking.ts';
import { ConfirmButton } from '../confirm/ConfirmButton.tsx';
import { PaceChart } from './PaceChart.tsx';
import { PaceNote } from './PaceNote.tsx';
import { usePushed } from '../push/use-pushed.ts';

interface Props {
  run: () => Promise<unknown>;
  /** Whether there are several nodes. */
  several: boolean;
  mayAct: boolean;
}

export function CyclePanel({ run, several, mayAct }: Props): JSX.Element {
  const pushed = usePushed('cycle');
  const paces = usePushed('paces').value?.paces ?? [];
  const cycle = pushed.value?.cycle;
  const running = cycle ? cycle.finishedAt === undefined : false;
  return (
    <section class="card cycle" aria-labelledby="cycle-title">
      <header class="card-head">
        <h2 id="cycle-title">{running ? 'Current cycle' : 'Last cycle'}</h2>
        {mayAct && (
          <ConfirmButton
            label={running ? 'Running…' : 'Run a cycle now'}
            title={running ? 'Running…' : 'Run a cycle now'}
            effect="Every watched section becomes due now, and is looked at as fast as the request budget allows."
            run={run}
            icon="play"
            primary
            disabled={running}
          />
        )}
      </header>
      {pushed.error && <ErrorNote error={pushed.error} />}
      <PaceNote paces={paces} />
      {several && <p class="quiet">Of all nodes together.</p>}
      {cycle === null && <p class="quiet">No cycle has run yet.</p>}
      {cycle && <CycleFigures cycle={cycle} />}
      {cycle && <PaceChart cycle={cycle} />}
    </section>
  );
}

function CycleFigures({ cycle }: { cycle: Cycle }): JSX.Element {
  const settled = cycle.done + cycle.failed;
  const elapsed = useTicking((now) =>
    elapsedWords((cycle.finishedAt === undefined ? now : Date.parse(cycle.finishedAt)) - Date.parse(cycle.startedAt)),
  );
  return (
    <>
      <progress
        class="cycle-progress"
        max={Math.max(1, cycle.due)}
        value={cycle.due === 0 ? 1 : settled}
        aria-label="Sections of this cycle that are done"
      >
        {settled} of {cycle.due}
      </progress>
      <dl class="figures">
        <div>
          <dt>Due</dt>
          <dd>{cycle.due.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>Done</dt>
          <dd>{cycle.done.toLocaleString('en-US')}</dd>
        </div>
        <div class={cycle.failed > 0 ? 'figure-bad' : ''}>
          <dt>Failed</dt>
          <dd>{cycle.failed.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{cycle.requests.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>{cycle.finishedAt === undefined ? 'Running for' : 'Took'}</dt>
          <dd>{elapsed}</dd>
        </div>
      </dl>
      <p class="quiet">
        Started <Ago at={cycle.startedAt} />
        {cycle.finishedAt === undefined ? (
          '.'
        ) : (
          <>
            , finished <Ago at={cycle.finishedAt} />.
          </>
        )}
      </p>
    </>
  );
}

/** Formats an elapsed time. Short cycles take only tenths of a second. */
const elapsedWords = (ms: number): string => (ms < 10_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : duration(ms));
