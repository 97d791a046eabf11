/** What mails and other messages to students say. */
export const mail = {} as const;
