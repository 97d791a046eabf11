/** One section: why its state is what it is. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { SectionEvidence } from '../../../contract/section-evidence.ts';
import { Ago } from '../../shared/Ago.tsx';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useWords } from '../../shared/words.tsx';
import { Part } from '../tables/Part.tsx';
import type { ViewProps } from '../view-props.ts';
import { whyWords } from './why-words.ts';

export function SectionDetails({ section, api }: Pick<ViewProps, 'api'> & { section: string }): JSX.Element {
  const path = `/api/v1/operator/sections/${section}`;
  const { value, error, reload } = useLoaded(useCallback(() => api.get<SectionEvidence>(path), [api, path]));
  const state = value?.state;
  return (
    <section class="card" aria-labelledby="section-title">
      <p>
        <a href="#/sections">All sections</a>
      </p>
      <header class="card-head">
        <h1 id="section-title">{state ? `${state.subject} ${state.catalogNumber} · ${state.classNumber}` : section}</h1>
        <button type="button" class="button button-quiet" onClick={reload}>
          Refresh
        </button>
      </header>
      {error && <ErrorNote error={error} retry={reload} />}
      {value && <Evidence evidence={value} />}
    </section>
  );
}

function Evidence({ evidence }: { evidence: SectionEvidence }): JSX.Element {
  const { section, state, watchers, missingSince, dueAt, failedAttempts, changes } = evidence;
  const { formats } = useWords();
  return (
    <>
      <p>
        <strong>{whyWords(evidence)}</strong>
      </p>
      <dl class="facts">
        <dt>Section</dt>
        <dd>
          <code>{section}</code>
          {state && ` ${state.title}`}
        </dd>
        <dt>Last sure look</dt>
        <dd>{state ? <Ago at={state.checkedAt} /> : 'none'}</dd>
        <dt>Next look</dt>
        <dd>{dueAt === null ? 'none: nobody watches it' : formats.moment(dueAt)}</dd>
        {missingSince !== null && (
          <>
            <dt>Missing</dt>
            <dd>
              since <Ago at={missingSince} />
            </dd>
          </>
        )}
        <dt>Watchers</dt>
        <dd>{watchers}</dd>
      </dl>
      <Part title="Failed looks" heads={['When', 'Browser', 'Error']} none="None since the last sure look.">
        {failedAttempts.toReversed().map(({ at, by = '–', error }) => (
          <tr key={at}>
            <td data-label="When">
              <Ago at={at} />
            </td>
            <td data-label="Browser">{by}</td>
            <td data-label="Error">{error}</td>
          </tr>
        ))}
      </Part>
      <Part title="Changes" heads={['When', 'Kind', 'Before', 'After']} none="None was seen.">
        {changes.map(({ kind, detectedAt, before, after }) => (
          <tr key={`${detectedAt} ${kind}`}>
            <td data-label="When">{formats.moment(detectedAt)}</td>
            <td data-label="Kind">{kind}</td>
            <td data-label="Before">{before}</td>
            <td data-label="After">{after}</td>
          </tr>
        ))}
      </Part>
    </>
  );
}
