/** Signing in, and the account page. */
export const account = {} as const;
