/** Ways to be told: e-mail, web push, webhooks. */
export const channels = {
  offByLink: 'You turned it off with a link in a message.',
  test: {
    title: 'PickMyClass can reach you here',
    text: 'This is the test you asked for. Messages about your classes will look like this.',
    code: 'Your code is {{code}}. Type it on the page where you added this channel.',
  },
  note: { watches: 'Your watches' },
} as const;
