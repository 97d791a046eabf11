/** What this installation is and whom it watches. */
import { ask } from './http.ts';

export interface Term {
  term: string;
  name: string;
}
export interface InstitutionAbout {
  id: string;
  name: string;
  /** IANA zone of the times it gives. */
  timeZone: string;
  /** The likeliest first. */
  terms: Term[];
  /** The university's own page of a section, with `{term}` and `{classNumber}` in the places of the section's own. */
  sectionUrl: string;
}

export interface About {
  name: string;
  version: string;
  /** The sections come from the campus simulator, not from a university. */
  simulated: boolean;
  /** Where the simulator is controlled. */
  campusUrl: string | null;
  institutions: InstitutionAbout[];
  maxWatches: number;
}

export interface Session {
  email: string;
  operator: boolean;
}

export const fetchAbout = (): Promise<About> => ask('/api/v1/about');
export const fetchSession = (signal?: AbortSignal): Promise<Session> => ask('/api/v1/session', { signal });
/** Asks for a sign-in link by mail. Answered alike for every well-formed address. */
export const requestSignIn = (email: string): Promise<void> =>
  ask('/api/v1/session', { method: 'POST', body: { email } });
export const signOut = (): Promise<void> => ask('/api/v1/session', { method: 'DELETE' });
