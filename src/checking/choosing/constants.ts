/**
 * The constants of the choice. They come from the issue "Speed" and were tried on seven recorded enrolment series.
 * `npm run bench -- replay` shows what they are worth on a series of your own.
 */

/** How fast the interest in a section fades after its last change: seats flap, then rest. */
export const FADE = 0.6;

/** Each student who waits for a seat makes it less likely that a seat opens for the others. */
export const WAITING_WEIGHT = 4;

/** Appeal of an open section with one seat: a look can only show that it is closed again. */
export const OPEN_WEIGHT = 0.3;

/** Appeal of a section that is cancelled. It rarely comes back. */
export const GONE_WEIGHT = 0.001;

/** What a new watch adds to the appeal until the next look. */
export const NEW_WATCH = 1;

/** The same course is not asked for again within this time, or within this share of a short interval. */
export const GAP_MS = 15_000;
export const GAP_SHARE = 0.25;

/** The promise, in intervals, for a section where nobody is waiting for a seat. Elsewhere it is one interval. */
export const CALM_INTERVALS = 4;

/** A course that was not looked at for this many sweeps goes first. A sweep asks for every watched course once. */
export const STALE_SWEEPS = 4;

/**
 * For `fixed` and `stagger`: share of the interval. Courses due within it count when a subject is weighed against its
 * courses.
 */
export const AHEAD_SHARE = 0.25;

/** After this many urgent requests in a row, an ordinary one has its turn. Our choice: nothing may starve. */
export const URGENT_IN_A_ROW = 3;

/** Weight of the newest gain in the price of a request. Our choice: the price follows a day's rhythm in minutes. */
export const PRICE_WEIGHT = 0.05;

/**
 * First sight: a number that was just seen says that about one in `1 + PRIOR` of the other numbers is in its subject.
 * Our choice: ASU has about 250 subjects of very different sizes, and most numbers are in large ones.
 */
export const SUBJECT_PRIOR = 50;
export const COURSE_PRIOR = 500;

/**
 * A section that was never seen, or whose last look failed, is asked for again after this time, if the store does not
 * tell a time: another process has it. Our choice.
 */
export const RETRY_MS = 2_000;

/**
 * Pauses before a request is claimed again that another process had leased: the first, the growth, and the longest with
 * its share of a short interval. That process may have died. Our choice.
 */
export const HELD_FIRST_MS = 250;
export const HELD_GROWTH = 2;
export const HELD_MS = 5_000;
export const HELD_SHARE = 0.1;

/**
 * So long, or for `HELD_SHARE` of a short interval, a request is left to the node that goes first: a busy one needs
 * about a second to lease it. After that, it counts for this much less than a request of one's own. Our choice.
 */
export const LEFT_MS = 2_000;
export const LEFT_SHARE = 0.25;
