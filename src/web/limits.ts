/** Limits for one client. */

/** Bytes of a request body. Bodies of the API are far smaller. */
export const BODY_LIMIT = 16_384;
/** Milliseconds within which the headers (first value) and the whole request (second value) must arrive. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 30_000;
/** Milliseconds within which a request must be answered. No route waits that long for the source. */
export const HANDLER_TIMEOUT_MS = 60_000;
/** Milliseconds after which a connection without traffic is closed. */
export const IDLE_TIMEOUT_MS = 75_000;
/** Requests per client and minute. Many students share the address of a campus network. */
export const REQUESTS_PER_MINUTE = 30_000;
export const SIGN_IN_WINDOW_MS = 15 * 60_000;
export const SIGN_INS_PER_ADDRESS = 5;
export const SIGN_INS_PER_CLIENT = 200;

/** Channels that a student may add, test and try to verify within the window, all together. */
export const CHANNEL_TRIES = 30;
export const CHANNEL_WINDOW_MS = 15 * 60_000;

/** Frames per connection that may wait for their answers. */
export const FRAMES_WAITING = 64;
/** Connections and subscriptions per client. Many students share the address of a campus network. */
export const SOCKETS_PER_CLIENT = 2_000;
export const KEYS_PER_CLIENT = 100_000;
/** Streams of changes per client. */
export const STREAMS_PER_CLIENT = 1_000;
/** Pages of changes that a client without a key may read per minute. */
export const CHANGE_PAGES_PER_MINUTE = 600;
/** Bytes of answers that a client may leave unread. Above this, nothing more is read from the store for the client. */
export const UNREAD_PER_CLIENT = 4 * 1024 * 1024;
