/** Requests for the facts about this installation and for sign-in. */
import type { About } from '../../contract/about.ts';
import type { Session, SignInAnswer, SignInRequest } from '../../contract/session.ts';
import type { NewWatch } from '../../contract/watch.ts';
import type { Language } from '../../../words/language.ts';
import { ask } from './http.ts';

export const fetchAbout = (): Promise<About> => ask('/api/v1/about');
export const fetchSession = (signal?: AbortSignal): Promise<Session> => ask('/api/v1/session', { signal });
/** Requests a sign-in link by mail, which starts `watches`. Every well-formed address gets the same answer. */
export const askForLink = (email: string, watches: NewWatch[], language: Language): Promise<SignInAnswer> => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const body: SignInRequest = { email, language, timeZone, ...(watches.length > 0 && { watches }) };
  return ask('/api/v1/session', { method: 'POST', body });
};
export const signOut = (): Promise<void> => ask('/api/v1/session', { method: 'DELETE' });
