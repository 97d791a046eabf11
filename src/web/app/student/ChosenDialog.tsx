/** Starts watches of several classes at once, which may be of different courses. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { nameOf, seatsOf } from '../../../words/section-words.ts';
import type { SectionState } from '../../contract/section.ts';
import type { Session } from '../../contract/session.ts';
import { Dialog } from '../shared/Dialog.tsx';
import { useWords } from '../shared/words.tsx';
import { KindChoice } from './KindChoice.tsx';
import { SignInForm } from './SignInForm.tsx';
import { TermsChoice } from './TermsChoice.tsx';
import { useChannels } from './use-channels.ts';
import type { SignInHook } from './use-sign-in.ts';
import type { WatchesHook } from './use-watches.ts';
import { type Draft, draftOf, groupsOf, watchesOf } from './watch-draft.ts';
import { WatchForm } from './WatchForm.tsx';

interface Props {
  /** At least one. */
  states: readonly SectionState[];
  session: Session | null;
  signIn: SignInHook;
  watches: WatchesHook;
  /** They are watched, or kept for later. */
  onDone: () => void;
  onClose: () => void;
}

export function ChosenDialog({ states, session, signIn, watches, onDone, onClose }: Props): JSX.Element {
  const words = useWords();
  const { t } = words;
  const channels = useChannels(session?.email ?? null);
  const [first] = states;
  const [draft, setDraft] = useState<Draft>(() => ({
    ...draftOf(first!.section, undefined),
    scope: 'sections',
    sections: states.map(({ section }) => section),
  }));
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const problem = draft.kinds.length === 0 ? t('watch.chooseKind') : undefined;
  const wished = watchesOf(draft, first!);
  const [wish, ...more] = wished.map((each, index) => ({ watch: each, name: nameOf(states[index]!, words) }));
  /** A second try, after one that could not start all. */
  const add = (): Promise<void> =>
    watches.add(wished.filter(({ section }) => !watches.watches?.some((known) => known.section === section)));
  const done = (): void => {
    onDone();
    onClose();
  };
  const choices = (
    <>
      <ul class="plain chosen-list">
        {states.map((state) => (
          <li key={state.section}>
            {nameOf(state, words)} <span class="quiet">{seatsOf(state, words)}</span>
          </li>
        ))}
      </ul>
      <KindChoice kinds={draft.kinds} onChange={(kinds) => change({ kinds })} />
      <TermsChoice draft={draft} change={change} groups={groupsOf(states)} channels={channels} />
      {problem !== undefined && (
        <p class="quiet" role="status">
          {problem}
        </p>
      )}
    </>
  );
  return (
    <Dialog title={t('watch.titleMany', { count: states.length })} onClose={onClose}>
      {session === null ? (
        <SignInForm signIn={signIn} disabled={problem !== undefined} wish={wish ?? null} more={more} onLater={done}>
          {choices}
        </SignInForm>
      ) : (
        <WatchForm disabled={problem !== undefined} count={wished.length} onClose={done} onSave={add}>
          {choices}
          {channels.length < 2 && <p class="quiet">{t('watch.told', { email: session.email })}</p>}
        </WatchForm>
      )}
    </Dialog>
  );
}
