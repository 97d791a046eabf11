/** The public page that says whether the service works. */
export const status = {
  title: 'Is PickMyClass working?',
  well: 'Yes, everything works.',
  now: {
    down: 'Not right now. We are working on it. Your watches are kept.',
    unseen: 'We cannot see the university’s site right now. You are told of changes as soon as we can.',
    late: 'Messages come late right now. None is lost.',
    slow: 'We look less often than usual right now.',
  },
  seen: 'Classes were last looked at {{time}}.',
  unseen: 'Classes were not looked at yet.',
  up: 'In the last {{days}} days, PickMyClass worked {{percent}} % of the time.',
  history: 'The last {{days}} days',
  none: 'There were no problems.',
  kinds: {
    down: 'PickMyClass did not work.',
    unseen: 'We could not see the university’s site.',
    late: 'Messages came late.',
    slow: 'We looked less often than usual.',
  },
  since: 'since {{start}}',
  during: '{{start}}, for {{duration}}',
} as const;
