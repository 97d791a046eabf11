/** The dialogs of the student page. They are loaded later than the page, because nobody needs them at once. */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import type { Session } from '../../contract/session.ts';
import type { Watch } from '../../contract/watch.ts';
import { Dialog } from '../shared/Dialog.tsx';
import { useWords } from '../shared/words.tsx';
import { ChosenDialog } from './ChosenDialog.tsx';
import { SignInForm } from './SignInForm.tsx';
import type { Chosen } from './use-chosen.ts';
import type { SignInHook } from './use-sign-in.ts';
import type { WatchesHook } from './use-watches.ts';
import { WatchDialog } from './WatchDialog.tsx';

/** What the student is asked: to sign in, how to watch the chosen classes, or how to watch one. */
export type Asking = 'sign-in' | 'chosen' | { state: SectionState; watch?: Watch };

interface Props {
  asking: Asking;
  chosen: Chosen;
  session: Session | null;
  signIn: SignInHook;
  watches: WatchesHook;
  onClose: () => void;
}

export function Asked({ asking, chosen, session, signIn, watches, onClose }: Props): JSX.Element {
  const { t } = useWords();
  if (asking === 'sign-in')
    return (
      <Dialog title={t('live.frame.signIn')} onClose={onClose}>
        <SignInForm signIn={signIn} />
      </Dialog>
    );
  const parts = { session, signIn, watches, onClose };
  if (asking === 'chosen') return <ChosenDialog states={chosen.states} onDone={chosen.clear} {...parts} />;
  const { state } = asking;
  const watch = asking.watch ?? watches.watches?.find(({ section }) => section === state.section);
  return <WatchDialog key={asking.watch?.id ?? state.section} state={state} watch={watch} {...parts} />;
}
