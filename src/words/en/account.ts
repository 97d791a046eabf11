/** Signing in, and the account page. */
export const account = {
  link: {
    as: 'Sign in to PickMyClass as',
    asAndWatch: 'Sign in to PickMyClass, and start to watch, as',
    class: 'class {{number}}',
    signedIn: 'You are signed in',
    someFailed: '{{started}} of {{all}} watches started. These could not start:',
    toWatches: 'Go to your watches',
  },
} as const;
