/** The student page. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { About } from '../../contract/about.ts';
import type { Watch } from '../../contract/watch.ts';
import { fetchAbout } from '../shared/about.ts';
import { AboutContext } from '../shared/about-context.ts';
import { boot } from '../shared/boot.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { PageHead } from '../shared/PageHead.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { useSession } from '../shared/use-session.ts';
import { useWords } from '../shared/words.tsx';
import { Account } from './Account.tsx';
import type { Asking } from './Asked.tsx';
import { ConnectionNote } from './ConnectionNote.tsx';
import { Intro } from './Intro.tsx';
import { Messages } from './Messages.tsx';
import { Results } from './Results.tsx';
import { SearchForm } from './SearchForm.tsx';
import { Toasts } from './Toasts.tsx';
import { UndoNote } from './UndoNote.tsx';
import { useChosen } from './use-chosen.ts';
import { useLater } from './use-later.ts';
import { useSignIn } from './use-sign-in.ts';
import { useStudent } from './use-student.ts';
import { useUndo } from './use-undo.ts';
import { watchName } from './watch-name.ts';
import { Watches } from './Watches.tsx';
import { WishesCard } from './WishesCard.tsx';

const loadAsked = async () => (await import('./Asked.tsx')).Asked;

export function App(): JSX.Element {
  const about = useLoaded<About>(fetchAbout, boot?.about);
  const words = useWords();
  const { t, choose } = words;
  const account = useSession();
  const spoken = account.session?.language;
  useEffect(() => {
    if (spoken !== undefined) choose(spoken);
  }, [choose, spoken]);
  useEffect(() => {
    document.title = t('live.frame.title');
  }, [t]);
  const { search, live, watches: kept, messages } = useStudent(account);
  const signIn = useSignIn(account);
  const nameFor = (watch: Watch): string => watchName(watch, live.known.states, words);
  const { watches, done } = useUndo(kept, nameFor);
  const [asking, setAsking] = useState<Asking | null>(null);
  const Asked = useLater(loadAsked, asking !== null);
  const chosen = useChosen();
  const close = useCallback(() => setAsking(null), []);
  const session = account.session ?? null;

  // The student has signed in through the link in another tab, so the sign-in form is no longer needed.
  useEffect(() => {
    if (session !== null) close();
  }, [session, close]);

  const { search: result } = search;
  const searching = result.phase !== 'none';
  return (
    <AboutContext.Provider value={about.value}>
      <PageHead about={about.value}>
        <Account
          session={account.session}
          onSignIn={() => setAsking('sign-in')}
          onSignOut={() => {
            void account.leave();
          }}
        />
      </PageHead>
      <main id="main" tabIndex={-1} class={searching ? 'student student-searching' : 'student'}>
        <div class="hero">
          <div class="hero-head">
            <h1>{t('live.frame.headline')}</h1>
            <ConnectionNote connection={live.known.connection} />
          </div>
          {about.value && (
            <SearchForm about={about.value} query={searching ? result.query : null} onSearch={search.submit} />
          )}
          {live.known.problem && <ErrorNote error={live.known.problem} />}
          {about.error && <ErrorNote error={about.error} retry={about.reload} />}
        </div>
        {searching ? (
          <Results
            search={result}
            known={live.known}
            watches={watches.watches}
            onWatch={(state) => setAsking({ state })}
            chosen={chosen}
            onWatchChosen={() => setAsking('chosen')}
            again={search.again}
          />
        ) : (
          session === null && <Intro />
        )}
        <div class="aside">
          {session === null && asking === null && <WishesCard signIn={signIn} onSignIn={() => setAsking('sign-in')} />}
          {session !== null && (
            <Watches
              watches={watches}
              known={live.known}
              limit={about.value?.maxWatches ?? 0}
              nameFor={nameFor}
              onEdit={(state, watch) => setAsking({ state, watch })}
            />
          )}
          {session !== null && <Messages {...messages} />}
        </div>
      </main>
      {done && <UndoNote done={done} />}
      <Toasts news={live.known.news} />
      {asking !== null && Asked && (
        <Asked asking={asking} chosen={chosen} session={session} signIn={signIn} watches={watches} onClose={close} />
      )}
    </AboutContext.Provider>
  );
}
