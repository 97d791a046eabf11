/** How the whole system is, in one line on top of every view: all is well, or why not and what can be done about it. */
import type { JSX } from 'preact';
import type { Cause, Overview } from '../../../contract/overview.ts';
import { Ago } from '../../shared/Ago.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { OperatorApi } from '../api.ts';
import { ConfirmButton } from '../confirm/ConfirmButton.tsx';
import { usePushed } from '../push/use-pushed.ts';
import { actionsFor, detailsOf } from './cause-actions.ts';
import { waitingWords } from './waiting-words.ts';

/** With more causes than these, some would be out of view on a phone. */
const MANY = 2;

interface Props {
  api: OperatorApi;
  /** Ids. */
  institutions: readonly string[];
  mayAct: boolean;
  /** Shows the worst cause only, and how many more there are: the open view is not the one of the running system. */
  brief: boolean;
}

export function TopLine({ api, institutions, mayAct, brief }: Props): JSX.Element {
  const { value, error } = usePushed('overview');
  const overview = value?.overview;
  const waiting = overview && waitingWords(overview);
  const shown = overview?.causes.slice(0, brief ? 1 : undefined) ?? [];
  const hidden = (overview?.causes.length ?? 0) - shown.length;
  const tone = `top-line-${overview?.level ?? 'unknown'}${waiting === undefined ? '' : ' top-line-waiting'}`;
  return (
    <section class={`top-line ${tone}`} aria-label="State of the system">
      {/* The lines themselves count seconds, which no screen reader should read out. */}
      <p class="visually-hidden" role="status">
        {overview && (waiting ?? said(overview))}
      </p>
      {overview === undefined && <p class="quiet">Reading how the system is…</p>}
      {overview?.level === 'ok' && <Well overview={overview} waiting={waiting} />}
      {shown.length > 0 && (
        <ul class="plain">
          {shown.map((cause) => (
            <li key={cause.name} data-cause={cause.name} class={classOf(cause, shown.length)}>
              <Icon name={cause.level === 'critical' ? 'cross' : 'warning'} />
              <p>
                {cause.message} <Since cause={cause} />
              </p>
              <span class="cause-actions">
                {mayAct &&
                  actionsFor(cause, institutions, api).map((act) => <ConfirmButton key={act.label} {...act} />)}
                <a
                  class="button button-quiet"
                  href={detailsOf(cause).view}
                  onClick={() => show(detailsOf(cause).element)}
                >
                  Details
                </a>
                {hidden > 0 && (
                  <a class="button button-quiet more-causes" href="#/">
                    {hidden} more
                  </a>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {error && <ErrorNote error={error} />}
    </section>
  );
}

interface WellProps {
  overview: Overview;
  /** Why nothing can be said of the source yet. */
  waiting: string | undefined;
}

function Well({ overview, waiting }: WellProps): JSX.Element {
  const { sections, students, messagesToday, deadLetters, lastSureLookAt } = overview;
  const all = [counted(sections, 'section'), counted(students, 'student'), counted(messagesToday, 'message')];
  return (
    <p class="well">
      <Icon name={waiting === undefined ? 'check' : 'clock'} />
      <span>
        {waiting !== undefined || lastSureLookAt === null ? (
          waiting
        ) : (
          <>
            All seen <Ago at={lastSureLookAt} />
          </>
        )}
        {all.map((each) => ` · ${each}`).join('')} today
        {deadLetters > 0 && (
          <>
            {' · '}
            <a href="#/dead-letters">{counted(deadLetters, 'dead letter')}</a>
          </>
        )}
      </span>
    </p>
  );
}

/** Many actors leave room on a phone for their names alone. The strip below leads to the buttons of each. */
function classOf({ name, level }: Cause, among: number): string {
  const isShort = among > MANY && name.startsWith('actor:');
  return `cause cause-${level}${isShort ? ' cause-short' : ''}`;
}

/** After the view is shown. */
function show(element: string): void {
  setTimeout(() => document.getElementById(element)?.scrollIntoView({ block: 'center' }), 100);
}

/** Messages that count the time themselves need no second one. */
function Since({ cause: { message, since } }: { cause: Cause }): JSX.Element | null {
  return / for \d/.test(message) ? null : (
    <span class="quiet">
      <Ago at={since} />
    </span>
  );
}

/** Changes only when a cause comes or goes. */
function said({ level, causes }: Overview): string {
  return level === 'ok' ? 'All is well.' : `${level}: ${causes.map(({ name }) => name).join(', ')}.`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
