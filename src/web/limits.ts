/** What one client may ask of the server. */

/** Bytes of a request body. No body of the API comes near this. */
export const BODY_LIMIT = 16_384;
/** Milliseconds within which the headers, and the whole request, must arrive. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 30_000;
/** Milliseconds within which a request is answered. No route waits that long for the source. */
export const HANDLER_TIMEOUT_MS = 60_000;
/** Milliseconds after which a connection without traffic is closed. */
export const IDLE_TIMEOUT_MS = 75_000;
/** Requests of one client per minute. Many students share the address of a campus network. */
export const REQUESTS_PER_MINUTE = 30_000;
export const SIGN_IN_WINDOW_MS = 15 * 60_000;
export const SIGN_INS_PER_ADDRESS = 5;
export const SIGN_INS_PER_CLIENT = 200;

/** Frames of one connection that may wait for their answers. */
export const FRAMES_WAITING = 64;
/** Connections of one client, and their subscriptions together. Many students share the address of a campus network. */
export const SOCKETS_PER_CLIENT = 2_000;
export const KEYS_PER_CLIENT = 100_000;
/** Bytes of answers that one client may leave unread. While there are more, nothing further is read for it. */
export const UNREAD_PER_CLIENT = 4 * 1024 * 1024;
