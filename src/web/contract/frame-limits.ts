/** What a connection at /ws may ask for. The pages read this too, so it has nothing to load. */

/** Bytes of a frame: room for KEYS_PER_FRAME keys. */
export const FRAME_BYTES = 64 * 1024;
export const KEYS_PER_FRAME = 500;
/** Sections per connection, beside as many as one student may watch. */
export const KEYS_PER_SOCKET = 1_000;
