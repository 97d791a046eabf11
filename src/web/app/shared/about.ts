/** Requests for the facts about this installation and for sign-in. */
import type { About } from '../../contract/about.ts';
import type { Session, SignInRequest } from '../../contract/session.ts';
import { ask } from './http.ts';

export const fetchAbout = (): Promise<About> => ask('/api/v1/about');
export const fetchSession = (signal?: AbortSignal): Promise<Session> => ask('/api/v1/session', { signal });
/** Requests a sign-in link by mail. Every well-formed address gets the same answer. */
export const requestSignIn = (email: string): Promise<void> => {
  const body: SignInRequest = { email };
  return ask('/api/v1/session', { method: 'POST', body });
};
export const signOut = (): Promise<void> => ask('/api/v1/session', { method: 'DELETE' });
