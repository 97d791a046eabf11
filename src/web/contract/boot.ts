/** What the server writes into the student page, so that its first view needs no further request. */
import type { About } from './about.ts';
import type { Session } from './session.ts';

/** The cookie with the language that was last chosen in this browser. The page writes it, and the server reads it. */
export const LANGUAGE_COOKIE = 'pickmyclass_language';

/** The id of the element that holds it, as JSON. */
export const BOOT_ID = 'boot';

export interface Boot {
  about: About;
  /** null: nobody is signed in. Absent: not known, because the store does not answer. */
  session?: Session | null;
}
