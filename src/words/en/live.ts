/** Live seats, news, and the frame of the page. */
export const live = {
  frame: {
    skip: 'Skip to the content',
    headline: 'Know the moment a seat opens',
    what: 'Course, class number or title',
    term: 'Term',
    search: 'Search',
    signIn: 'Sign in',
    simulation: 'Simulation',
    simulated: 'This is a simulation.',
    simulatedHow: 'The sections and seats below are made up. No university is asked.',
    campusBefore: 'You can move seats yourself on the',
    campus: 'campus control page',
  },
  connection: {
    connecting: 'Connecting…',
    online: 'Live',
    reconnecting: 'Reconnecting. The seats are as last seen.',
    offline: 'You are offline. The seats are as last seen.',
  },
} as const;
