/** Conditions, in SQL, for the channels that are told. */

/**
 * Of a channel `ch` and its student `u`: it is verified and not muted, and the student is not suspended and wants to be
 * told.
 */
export const MAY_BE_TOLD = `ch.verified = 1 AND ch.muted_since IS NULL
      AND u.suspended_at IS NULL AND coalesce(u.preferences ->> '$.notifications', 1)`;
/** Of a channel `ch`: the last part of `notificationId`. */
export const LAST_PART = "iif(ch.type = 'email', 'email', ch.id)";
/** Of a channel `ch`: the watch `w` tells it. */
export const OF_WATCH = '(w.channels IS NULL OR ch.id IN (SELECT value FROM json_each(w.channels)))';
