/** Ways to be told: e-mail, web push, webhooks. */
export const channels = {} as const;
