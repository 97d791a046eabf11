/** How much one client may ask for. */

/** Bytes of a request's body: no body of the API comes near it. */
export const BODY_LIMIT = 16_384;
/** Milliseconds until the headers, and the whole of a request, must be there. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 30_000;
/** Milliseconds until a request is answered: longer than any route waits for the source. */
export const HANDLER_TIMEOUT_MS = 60_000;
/** Milliseconds without a byte either way. */
export const IDLE_TIMEOUT_MS = 75_000;
/** Requests of one client a minute: many students share the address of a campus network. */
export const REQUESTS_PER_MINUTE = 30_000;
export const SIGN_IN_WINDOW_MS = 15 * 60_000;
export const SIGN_INS_PER_ADDRESS = 5;
export const SIGN_INS_PER_CLIENT = 200;

/** Frames of one connection that wait for their answers. */
export const FRAMES_WAITING = 64;
/**
 * Connections of one client, and sections they hear of, all together: many students share the address of a campus
 * network.
 */
export const SOCKETS_PER_CLIENT = 2_000;
export const KEYS_PER_CLIENT = 100_000;
/** Bytes of answers that one client has not read. While they are more, it is asked no further. */
export const UNREAD_PER_CLIENT = 4 * 1024 * 1024;
