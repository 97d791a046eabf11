/** One of the student's watches: any class of a course. */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { Ago } from '../shared/Ago.tsx';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { isSeen } from '../shared/live-frames.ts';
import { isOld } from '../shared/seats.ts';
import { useAction } from '../shared/use-action.ts';
import { useTicking } from '../shared/use-ticking.ts';
import type { Words } from '../shared/words.tsx';
import { useWords } from '../shared/words.tsx';
import type { LiveSections } from './live-sections.ts';
import { fetchCourse } from './use-course.ts';
import type { WatchesHook } from './use-watches.ts';
import { WatchButtons } from './WatchButtons.tsx';
import { ToldTimes, WatchState } from './WatchState.tsx';

interface Props {
  watch: Watch & { course: string };
  known: LiveSections;
  hook: WatchesHook;
  onEdit: (state: SectionState, watch: Watch) => void;
}

export function CourseWatchItem({ watch, known, hook, onEdit }: Props): JSX.Element {
  const words = useWords();
  const { t, formats } = words;
  const { busy, error, run } = useAction();
  const name = courseWatchName(watch.course, words);
  const states = watch.covers.flatMap((section) => {
    const state = known.states[section];
    return state !== undefined && isSeen(state) ? [state] : [];
  });
  const listed = useTicking((now) =>
    states
      .filter((state) => state.status === 'open' && !isOld(state, now))
      .map(({ classNumber }) => classNumber)
      .join(),
  );
  const open = listed === '' ? [] : listed.split(',');
  const conditions = conditionsIn(watch, words);
  const edit = async (): Promise<void> => {
    const state = states[0] ?? (await fetchCourse(watch.course))[0];
    if (state !== undefined) onEdit(state, watch);
  };
  return (
    <li class={watch.paused ? 'watch watch-paused' : 'watch'} data-watch={watch.course}>
      <h3>{name}</h3>
      {conditions !== '' && <p class="quiet">{conditions}</p>}
      <p>
        {watch.covers.length === 0
          ? t('watch.covers.none')
          : t('watch.covers.some', { count: watch.covers.length, open: open.length })}
      </p>
      {open.length > 0 && <p>{t('watch.covers.open', { classes: formats.list(open) })}</p>}
      <p class="quiet checked">
        <WatchState watch={watch} />
        {watch.checkedAt !== null && (
          <>
            {' '}
            {t('live.item.seen')} <Ago at={newestOf(states, watch.checkedAt)} />
          </>
        )}
      </p>
      <ToldTimes watch={watch} />
      {error && <ErrorNote error={error} />}
      <WatchButtons watch={watch} name={name} hook={hook} busy={busy} run={run} onEdit={() => run(edit)} />
    </li>
  );
}

/** `CSE 310 · any class`. */
function courseWatchName(course: string, { t }: Pick<Words, 't'>): string {
  const [, , subject = '', number = ''] = course.split('/');
  return t('watch.any', { course: `${subject} ${number}` });
}

function newestOf(states: readonly SectionState[], loaded: string): string {
  return states.map(({ checkedAt }) => checkedAt).reduce((a, b) => (a > b ? a : b), loaded);
}

/** `Mon Wed · until 12:00 PM · In person`; empty without conditions. */
function conditionsIn({ conditions = {} }: Watch, { t, formats }: Words): string {
  const { days, after, before, mode, campus, instructor, notInstructor } = conditions;
  const parts = [
    days?.map((day) => formats.weekday(day)).join(' '),
    after && t('watch.covers.after', { time: formats.hours(after) }),
    before && t('watch.covers.before', { time: formats.hours(before) }),
    mode && t(mode === 'online' ? 'watch.conditions.online' : 'watch.conditions.inPerson'),
    campus,
    instructor,
    notInstructor && t('watch.covers.notInstructor', { name: notInstructor }),
  ];
  return parts.filter(Boolean).join(' · ');
}
