/** Everything that was sent to the student, newest first, and kept up to date while the page is open. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Message, MessageList } from '../../contract/message.ts';
import { ask } from '../shared/http.ts';
import { withNewest } from './told.ts';

export interface MessagesHook {
  /** undefined until loaded. */
  messages: Message[] | undefined;
  /** null: there are no older ones. Rejects with ApiError. */
  older: (() => Promise<void>) | null;
}

const ROUTE = '/api/v1/me/messages';
/** A message is queued a moment after its change, and sent a moment later. */
const LOOK_AGAIN_MS = [1_000, 4_000, 15_000];

/** `email`: null if nobody is signed in. `newest`: changes when there is news that may be told. */
export function useMessages(email: string | null, newest: string | undefined): MessagesHook {
  const [messages, setMessages] = useState<Message[]>();
  const [cursor, setCursor] = useState<string | null>(null);

  useEffect(() => {
    setMessages(undefined);
    setCursor(null);
  }, [email]);
  useEffect(() => {
    if (email === null) return undefined;
    const gone = new AbortController();
    const look = (): void => {
      if (document.visibilityState !== 'visible') return;
      ask<MessageList>(ROUTE, { signal: gone.signal }).then(
        (page) => {
          setMessages((known) => withNewest(known ?? [], page.messages));
          // Older pages that are shown already have moved the cursor on.
          setCursor((known) => known ?? page.nextCursor ?? null);
        },
        // The page says elsewhere that the server does not answer, and this list is only behind.
        () => undefined,
      );
    };
    look();
    const timers = newest === undefined ? [] : LOOK_AGAIN_MS.map((delay) => setTimeout(look, delay));
    document.addEventListener('visibilitychange', look);
    return () => {
      gone.abort();
      timers.forEach(clearTimeout);
      document.removeEventListener('visibilitychange', look);
    };
  }, [email, newest]);

  const older = useCallback(async () => {
    const page = await ask<MessageList>(`${ROUTE}?${new URLSearchParams({ cursor: cursor ?? '' }).toString()}`);
    setMessages((known = []) => [...known, ...page.messages]);
    setCursor(page.nextCursor ?? null);
  }, [cursor]);
  return { messages, older: cursor === null ? null : older };
}
