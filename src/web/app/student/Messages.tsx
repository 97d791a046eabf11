/** The list of all messages to the student: what each told, on which channels, and whether it was sent. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';
import { useTicking } from '../shared/use-ticking.ts';
import { useWords } from '../shared/words.tsx';
import { deliveryWords, toldWords } from './message-words.ts';
import { type Told, toldThings } from './told.ts';
import type { MessagesHook } from './use-messages.ts';

const SHOWN_FIRST = 5;
const SHOWN_MORE = 20;

export function Messages({ messages, older }: MessagesHook): JSX.Element | null {
  const { t } = useWords();
  const { busy, error, run } = useAction();
  const [shown, setShown] = useState(SHOWN_FIRST);
  if (messages === undefined) return null;
  const things = toldThings(messages);
  const hasMore = things.length > shown || older !== null;
  const showMore = async (): Promise<void> => {
    if (things.length < shown + SHOWN_MORE) await older?.();
    setShown(shown + SHOWN_MORE);
  };
  return (
    <section class="card messages" aria-labelledby="messages-title">
      <h2 id="messages-title">{t('messages.title')}</h2>
      {things.length === 0 && <p class="quiet">{t('messages.none')}</p>}
      <ul class="plain">
        {things.slice(0, shown).map((told) => (
          <ToldItem key={told.about.id} told={told} />
        ))}
      </ul>
      {error && <ErrorNote error={error} />}
      {hasMore && (
        <button type="button" class="button button-quiet" disabled={busy} onClick={() => run(showMore)}>
          {t('messages.older')}
        </button>
      )}
    </section>
  );
}

function ToldItem({ told: { about, deliveries } }: { told: Told }): JSX.Element {
  const words = useWords();
  const { t, formats } = words;
  const times = useTicking((now) =>
    [
      t('messages.seen', { when: formats.lately(about.detectedAt, now) }),
      ...deliveries.map((message) => deliveryWords(message, words, now)),
    ].join(' · '),
  );
  return (
    <li class="message" data-message={about.id}>
      <p>{toldWords(about, words)}</p>
      <p class="quiet">{times}</p>
    </li>
  );
}
