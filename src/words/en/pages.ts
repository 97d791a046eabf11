/** Pages that the server renders itself: the sign-in link, stopping mails, errors. */
export const pages = { failed: 'That did not work', back: 'Back to PickMyClass' } as const;
