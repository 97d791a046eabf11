/** Finding sections, and the introduction for first-time visitors. */
export const search = {
  intro: {
    title: 'How it works',
    find: 'Find your class',
    findHow: 'By course, class number or title, with the seats as they are now.',
    watch: 'Watch it',
    watchHow: 'Sign in with a mailed link, no password. Choose what you want to hear about.',
    told: 'Get the message',
    toldHow:
      'The moment a check finds a seat that is really free, we write. You register at your university as always.',
    promise:
      'We say a section is open or full only when we have seen it. ' +
      'Seats held for groups or for the waitlist are not counted as open.',
  },
} as const;
