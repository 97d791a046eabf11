/** A dialog to start, change or end the watch of one section. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ChangeKind, SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import type { Session } from '../../contract/session.ts';
import { Dialog } from '../shared/Dialog.tsx';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { courseOf } from '../shared/section-words.ts';
import { useAction } from '../shared/use-action.ts';
import { KindChoice } from './KindChoice.tsx';
import { SignInForm } from './SignInForm.tsx';
import type { SignInHook } from './use-sign-in.ts';
import type { WatchesHook } from './use-watches.ts';

interface Props {
  state: SectionState;
  watch: Watch | undefined;
  session: Session | null;
  signIn: SignInHook;
  watches: WatchesHook;
  onClose: () => void;
}

export function WatchDialog({ state, watch, session, signIn, watches, onClose }: Props): JSX.Element {
  const [kinds, setKinds] = useState<ChangeKind[]>(watch?.kinds ?? ['opened']);
  const { busy, error, run } = useAction();
  const finish = (work: () => Promise<void>) => (): void =>
    run(async () => {
      await work();
      onClose();
    });
  const choice = <KindChoice kinds={kinds} onChange={setKinds} />;
  const none = kinds.length === 0;

  return (
    <Dialog title={`${watch ? 'Your watch of' : 'Watch'} ${courseOf(state)}`} onClose={onClose}>
      <p class="quiet">
        {state.title}, class {state.classNumber}
      </p>
      {session === null && (
        <SignInForm
          signIn={signIn}
          disabled={none}
          wish={{ watch: { section: state.section, kinds }, name: `${courseOf(state)} · ${state.classNumber}` }}
          onLater={onClose}
        >
          {choice}
        </SignInForm>
      )}
      {session !== null && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            finish(() => (watch ? watches.change(watch.id, { kinds }) : watches.add(state.section, kinds)))();
          }}
        >
          {choice}
          <p class="quiet">Mails go to {session.email}.</p>
          {none && (
            <p class="quiet" role="status">
              Choose at least one.
            </p>
          )}
          {error && <ErrorNote error={error} />}
          <div class="buttons">
            <button type="submit" class="button button-primary" disabled={busy || none}>
              {watch ? 'Save' : 'Start watching'}
            </button>
            {watch && (
              <button
                type="button"
                class="button button-danger"
                disabled={busy}
                onClick={finish(() => watches.remove(watch.id))}
              >
                Stop watching
              </button>
            )}
          </div>
        </form>
      )}
    </Dialog>
  );
}
