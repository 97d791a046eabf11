/** Where the student is signed in. Each session can be ended, and all at once. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { SessionList, StudentSession } from '../../contract/me.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { endPush } from '../shared/push-owner.ts';
import { useAction } from '../shared/use-action.ts';
import { useLoaded } from '../shared/use-loaded.ts';
import { useWords } from '../shared/words.tsx';
import { endSession, endSessions, fetchSessions } from './api.ts';

/** `onGone`: the session of this page has ended. */
export function Sessions({ onGone }: { onGone: () => void }): JSX.Element {
  const { t } = useWords();
  const { value, error: unloaded, reload } = useLoaded<SessionList>(fetchSessions);
  const { busy, error, run } = useAction();
  const [ended, setEnded] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const end = ({ id, current }: StudentSession): void =>
    run(async () => {
      setEnded(false);
      await endSession(id);
      if (current) return onGone();
      setEnded(true);
      // The button of the session goes away, and the focus with it.
      title.current?.focus();
      reload();
    });
  return (
    <section class="card stack" aria-labelledby="sessions-title">
      <h2 id="sessions-title" ref={title} tabIndex={-1}>
        {t('account.page.sessions')}
      </h2>
      {unloaded && <ErrorNote error={unloaded} retry={reload} />}
      <ul class="plain sessions">
        {value?.sessions.map((session) => (
          <SessionItem key={session.id} session={session} busy={busy} onEnd={() => end(session)} />
        ))}
      </ul>
      <p class="quiet saved" role="status">
        {ended && t('account.page.ended')}
      </p>
      {error && <ErrorNote error={error} />}
      <button
        type="button"
        class="button button-danger"
        disabled={busy}
        onClick={() =>
          run(async () => {
            await endPush();
            await endSessions();
            onGone();
          })
        }
      >
        {t('account.page.endAll')}
      </button>
    </section>
  );
}

function SessionItem({
  session: { browser, createdAt, lastUsedAt, current },
  busy,
  onEnd,
}: {
  session: StudentSession;
  busy: boolean;
  onEnd: () => void;
}): JSX.Element {
  const { t, formats } = useWords();
  const name = browser === '' ? t('account.page.unknownBrowser') : browser;
  const since = formats.moment(createdAt);
  return (
    <li>
      <div>
        <p>
          <strong>{name}</strong>
          {current && ` (${t('account.page.here')})`}
        </p>
        <p class="quiet">{t('account.page.times', { since, used: formats.moment(lastUsedAt) })}</p>
      </div>
      <button
        type="button"
        class="button button-quiet"
        disabled={busy}
        aria-label={t('account.page.endOne', { browser: name, since })}
        onClick={onEnd}
      >
        {t('account.page.end')}
      </button>
    </li>
  );
}
