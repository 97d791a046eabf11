/** A section in words: seats, waitlist, times, people. The page and the mails share them. */
export const section = {
  /** Under these names a section is known. */
  name: '{{course}} · {{classNumber}}',
  nameWithTime: '{{course}} · {{classNumber}} ({{time}})',
  /** A section that was never seen, and a course. */
  classOnly: 'class {{classNumber}}',
  anyOf: 'any section of {{course}}',
  status: {
    open: 'Open',
    reserved: 'Reserved only',
    waitlist: 'Waitlist',
    full: 'Full',
    cancelled: 'Cancelled',
    unknown: 'Not visible',
  },
  open_one: '{{open}} of {{count}} seat open',
  open_other: '{{open}} of {{count}} seats open',
  left_one: '{{open}} of {{count}} seat left',
  left_other: '{{open}} of {{count}} seats left',
  noLimit: 'No seat limit, {{enrolled}} enrolled',
  overFilled_one: 'Over-filled by {{over}}, {{count}} seat',
  overFilled_other: 'Over-filled by {{over}}, {{count}} seats',
  enrolled: '{{enrolled}} enrolled',
  held: '{{held}} held for groups',
  waiting_one: '{{count}} waiting, room for {{capacity}}',
  waiting_other: '{{count}} waiting, room for {{capacity}}',
  noWaitlist: 'none',
  notShown: 'not shown',
  notNamed: 'not named yet',
  noTimes: 'no set times',
} as const;
