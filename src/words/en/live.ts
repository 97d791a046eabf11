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
  /** What changed, after the name of the section: `CSE 310 · 66445: seats opened. 3 of 150 seats open`. */
  change: {
    sentence: '{{name}}: {{what}}',
    opened: 'seats opened. {{seats}}',
    closed: 'no open seat any more. {{seats}}',
    seats: 'seats changed. {{seats}}',
    waitlist: 'the waitlist moved. {{waitlist}}',
    instructor: 'now taught by {{instructors}}',
    schedule: 'new time or place. {{meetings}}',
    cancelled: 'cancelled by the university',
    listed: 'offered again',
  },
  feed: { title: '{{name}} on PickMyClass', summary: 'Before: {{before}}. Now: {{after}}. Seen {{when}}.' },
  calendar: {
    meeting: '{{name}} {{title}}',
    deadline: '{{name}}: last day to enroll',
    note: 'Weekly times as the university lists them, seen {{when}}. We do not know the first and the last day of class.',
  },
} as const;
