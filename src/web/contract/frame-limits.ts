/** Limits for a connection at /ws. The pages use them too, so this file must not import anything. */

/** Bytes per frame, enough for KEYS_PER_FRAME keys. */
export const FRAME_BYTES = 64 * 1024;
export const KEYS_PER_FRAME = 500;
/** Sections per connection, in addition to the number that a student may watch. */
export const KEYS_PER_SOCKET = 1_000;
