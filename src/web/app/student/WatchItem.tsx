/** One of the student's watches. */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { Ago } from '../shared/Ago.tsx';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { Icon } from '../shared/Icon.tsx';
import type { LiveState } from '../../contract/frames.ts';
import { isSeen } from '../shared/live-frames.ts';
import { courseOf, KIND_WISHES } from '../shared/section-words.ts';
import { useAction } from '../shared/use-action.ts';
import { ClassNumber } from './ClassNumber.tsx';
import { NextCheck } from './NextCheck.tsx';
import { Seats } from './Seats.tsx';
import { SectionPace } from './SectionPace.tsx';
import type { WatchesHook } from './use-watches.ts';

interface Props {
  watch: Watch;
  state: LiveState | undefined;
  nextCheckAt: string | null | undefined;
  hook: WatchesHook;
  onEdit: (state: SectionState) => void;
}

export function WatchItem({ watch, state, nextCheckAt, hook, onEdit }: Props): JSX.Element {
  const { busy, error, run } = useAction();
  const seen = state !== undefined && isSeen(state) ? state : undefined;
  const name = seen ? `${courseOf(seen)}, class ${seen.classNumber}` : watch.section;
  return (
    <li class={watch.paused ? 'watch watch-paused' : 'watch'} data-watch={watch.section}>
      <h3>
        {seen ? (
          <>
            {courseOf(seen)} <ClassNumber state={seen} />
          </>
        ) : (
          watch.section
        )}
      </h3>
      {seen && <p class="quiet">{seen.title}</p>}
      {seen ? (
        <Seats state={seen} />
      ) : (
        <p class="quiet">Not seen yet. {watch.verified ? '' : 'We look again until the university’s page answers.'}</p>
      )}
      <p class="quiet checked">
        {watch.paused ? 'Paused: no mails.' : `Mails when ${watch.kinds.map((kind) => KIND_WISHES[kind]).join('; ')}.`}
        {seen && (
          <>
            {' '}
            Checked <Ago at={seen.checkedAt} />
            {nextCheckAt && <NextCheck at={nextCheckAt} />}
          </>
        )}
      </p>
      {seen && !watch.paused && <SectionPace section={seen.section} />}
      {error && <ErrorNote error={error} />}
      <div class="buttons">
        <button
          type="button"
          class="button button-quiet"
          disabled={busy}
          aria-label={`${watch.paused ? 'Resume' : 'Pause'} ${name}`}
          onClick={() => run(() => hook.change(watch.id, { paused: !watch.paused }))}
        >
          <Icon name={watch.paused ? 'play' : 'pause'} />
          {watch.paused ? 'Resume' : 'Pause'}
        </button>
        {seen && (
          <button
            type="button"
            class="button button-quiet"
            aria-label={`Change the watch of ${name}`}
            onClick={() => onEdit(seen)}
          >
            Change
          </button>
        )}
        <button
          type="button"
          class="button button-quiet"
          disabled={busy}
          aria-label={`Remove ${name}`}
          onClick={() => run(() => hook.remove(watch.id))}
        >
          Remove
        </button>
      </div>
    </li>
  );
}
