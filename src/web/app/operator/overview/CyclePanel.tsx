/** The running or last cycle, across all nodes. */
import type { JSX } from 'preact';
import type { Cycle, Pace } from '../../../contract/nodes.ts';
import { Ago } from '../../shared/Ago.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { duration } from '../../shared/time.ts';
import { useTicking } from '../../shared/use-ticking.ts';
import { ConfirmButton } from '../confirm/ConfirmButton.tsx';
import { progressOf } from './cycle-progress.ts';
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
            look="primary"
            disabled={running}
          />
        )}
      </header>
      {pushed.error && <ErrorNote error={pushed.error} />}
      <PaceNote paces={paces} />
      {several && <p class="quiet">Of all nodes together.</p>}
      {cycle === null && <p class="quiet">No cycle has run yet.</p>}
      {cycle && <CycleFigures cycle={cycle} paces={paces} />}
      {cycle && <PaceChart cycle={cycle} />}
    </section>
  );
}

function CycleFigures({ cycle, paces }: { cycle: Cycle; paces: readonly Pace[] }): JSX.Element {
  const settled = cycle.done + cycle.failed;
  const elapsed = useTicking((now) =>
    elapsedWords((cycle.finishedAt === undefined ? now : Date.parse(cycle.finishedAt)) - Date.parse(cycle.startedAt)),
  );
  const running = cycle.finishedAt === undefined;
  const end = useTicking((now) => endWords(cycle, now));
  const pace = useTicking((now) => paceOf(cycle, paces, now));
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
        {running && (
          <div>
            <dt>Left</dt>
            <dd>{progressOf(cycle, Date.now()).left.toLocaleString('en-US')}</dd>
          </div>
        )}
        <div class={cycle.failed > 0 ? 'figure-bad' : ''}>
          <dt>Failed</dt>
          <dd>{cycle.failed.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{cycle.requests.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>{running ? 'Running for' : 'Took'}</dt>
          <dd>{elapsed}</dd>
        </div>
      </dl>
      <p class="quiet">
        Started <Ago at={cycle.startedAt} />
        {cycle.finishedAt === undefined ? (
          end
        ) : (
          <>
            , finished <Ago at={cycle.finishedAt} />. The next one begins when a section is due.
          </>
        )}
        {pace}
      </p>
    </>
  );
}

/** Formats an elapsed time. Short cycles take only tenths of a second. */
const elapsedWords = (ms: number): string => (ms < 10_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : duration(ms));

/** What is ahead of a running cycle. */
function endWords(cycle: Cycle, now: number): string {
  const { leftMs } = progressOf(cycle, now);
  return leftMs === undefined ? '.' : `, ends in about ${duration(leftMs)}.`;
}

/** The requests of the cycle against the budget. */
function paceOf(cycle: Cycle, paces: readonly Pace[], now: number): string {
  const { requestsPerMinute } = progressOf(cycle, now);
  if (requestsPerMinute === undefined || paces.length === 0) return '';
  const allowed = paces.reduce((sum, { allowedPerMinute }) => sum + allowedPerMinute, 0);
  const words = (count: number): string => Math.round(count).toLocaleString('en-US');
  const made = cycle.finishedAt === undefined ? 'It makes' : 'It made';
  return ` ${made} ${words(requestsPerMinute)} requests per minute; the budget allows ${words(allowed)}.`;
}
