/** HTTP requests per minute with a key. The pages use them too, so this file must not import anything. */
export const KEY_RATE_DEFAULT = 600;
export const KEY_RATE_MAX = 60_000;
