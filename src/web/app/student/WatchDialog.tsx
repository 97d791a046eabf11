/** A dialog to start, change or end watches: of one class, of several, or of any class of its course. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { courseOf, nameOf } from '../../../words/section-words.ts';
import type { SectionState } from '../../contract/section.ts';
import type { Session } from '../../contract/session.ts';
import type { NewWatch, Watch } from '../../contract/watch.ts';
import { Dialog } from '../shared/Dialog.tsx';
import { useWords } from '../shared/words.tsx';
import { KindChoice } from './KindChoice.tsx';
import { OpenNow } from './OpenNow.tsx';
import { SignInForm } from './SignInForm.tsx';
import { SubjectChoice } from './SubjectChoice.tsx';
import { TermsChoice } from './TermsChoice.tsx';
import { useChannels } from './use-channels.ts';
import { useCourse } from './use-course.ts';
import type { SignInHook } from './use-sign-in.ts';
import type { WatchesHook } from './use-watches.ts';
import type { Draft } from './watch-draft.ts';
import { draftOf, groupsOf, patchOf, watchesOf } from './watch-draft.ts';
import { WatchForm } from './WatchForm.tsx';

interface Props {
  state: SectionState;
  watch: Watch | undefined;
  session: Session | null;
  signIn: SignInHook;
  watches: WatchesHook;
  onClose: () => void;
}

export function WatchDialog({ state, watch, session, signIn, watches, onClose }: Props): JSX.Element {
  const words = useWords();
  const { t } = words;
  const course = useCourse(state);
  const channels = useChannels(session?.email ?? null);
  const [draft, setDraft] = useState<Draft>(() => draftOf(state.section, watch));
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));

  const wished = watchesOf(draft, state);
  const problem =
    draft.kinds.length === 0 ? t('watch.chooseKind') : wished.length === 0 ? t('watch.chooseSection') : undefined;
  const wishes = wished.map((each) => ({ watch: each, name: wishName(each) }));

  /** Of several chosen classes some may be watched already. */
  const isNew = ({ section }: NewWatch): boolean =>
    wished.length === 1 || !watches.watches?.some((known) => known.section === section);

  function wishName(each: NewWatch): string {
    const section = course.find((other) => other.section === each.section);
    return section === undefined ? t('watch.any', { course: courseOf(state) }) : nameOf(section, words);
  }

  const choices = (
    <>
      {watch === undefined && <OpenNow state={state} />}
      {watch?.section === undefined && (
        <SubjectChoice state={state} course={course} draft={draft} change={change} changing={watch !== undefined} />
      )}
      <KindChoice kinds={draft.kinds} onChange={(kinds) => change({ kinds })} />
      <TermsChoice draft={draft} change={change} groups={groupsOf(course)} channels={channels} />
      {problem !== undefined && (
        <p class="quiet" role="status">
          {problem}
        </p>
      )}
    </>
  );
  const [first, ...more] = wishes;
  return (
    <Dialog title={t(watch ? 'watch.yours' : 'watch.title', { course: courseOf(state) })} onClose={onClose}>
      <p class="quiet">{t('watch.class', { title: state.title, classNumber: state.classNumber })}</p>
      {session === null ? (
        <SignInForm signIn={signIn} disabled={problem !== undefined} wish={first ?? null} more={more} onLater={onClose}>
          {choices}
        </SignInForm>
      ) : (
        <WatchForm
          watch={watch}
          disabled={problem !== undefined}
          count={wished.length}
          onClose={onClose}
          onRemove={(id) => watches.remove(id)}
          onSave={() => (watch ? watches.change(watch.id, patchOf(draft)) : watches.add(wished.filter(isNew)))}
        >
          {choices}
          {channels.length < 2 && <p class="quiet">{t('watch.told', { email: session.email })}</p>}
        </WatchForm>
      )}
    </Dialog>
  );
}
