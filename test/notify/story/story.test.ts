import t from 'tap';
import type { Figures } from '../../../src/domain/openings.ts';
import { DEFAULT_PREFERENCES } from '../../../src/domain/preferences.ts';
import type { Bundle } from '../../../src/notify/channel.ts';
import { shortStory } from '../../../src/notify/story/short.ts';
import { storyOf } from '../../../src/notify/story/story.ts';
import { state } from '../../support/states.ts';
import { change, DETECTED, FULL, NOT_FOUND, notification, OPEN, SETTINGS, WATCH } from '../samples.ts';

const NOW = Date.parse(DETECTED) + 2_000;
const tell = (...bundle: Bundle) => storyOf(bundle, SETTINGS.campusOf, NOW);
const OTHER = 'asu/2267/77001';
const others = { subject: 'MAT', catalogNumber: '210', section: OTHER, classNumber: '77001' };
const FULL_OTHER = { ...FULL, ...others };
const OPEN_OTHER = { ...OPEN, ...others };

t.test('the first line says how many seats there are and when they were seen', async (t) => {
  const story = tell(notification());
  t.equal(story.subject, '1 seat open: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  t.equal(story.first, '1 seat is open · seen Mon, Nov 23, 2:03 PM MST');
  t.match(story.parts[0]?.link, { label: 'Register at ASU', url: /keywords=66445/ });
  t.equal(story.ledger, 'Seen Nov 23, 2:03:00 PM, told Nov 23, 2:03:02 PM.');
});

t.test('old and new values are told only where they differ', async (t) => {
  const { details } = tell(notification()).parts[0]!;
  t.same(details, [
    ['Seats', '0 of 150 seats open → 1 of 150 seats open (149 enrolled)'],
    ['Waitlist', 'none'],
    ['Meets', 'Mon Wed 4:30–5:45 PM, Tempe - PSH153'],
    ['Instructor', 'Ada Alder'],
    ['Term', 'Fall 2026'],
    ['Class number', '66445 at Arizona State University'],
  ]);
});

t.test('a section without a limit of seats gives no number', async (t) => {
  const unlimited = { ...OPEN, seats: { ...OPEN.seats, capacity: null, available: null, open: null } };
  const story = tell(notification(change('opened', FULL, unlimited)));
  t.match(story.subject, /^Seats open: CSE 310/);
  t.match(story.first, /^Seats are open, without a limit · seen/);
});

t.test('a section without set times is named without them', async (t) => {
  t.equal(
    tell(notification(change('opened', FULL, { ...OPEN, meetings: [] }))).subject,
    '1 seat open: CSE 310 · 66445',
  );
});

t.test('people who wait and seats that are held are told in plain words', async (t) => {
  const held = {
    ...OPEN,
    status: 'full' as const,
    seats: { ...OPEN.seats, reserved: 3 },
    waitlist: { capacity: 20, count: 14 },
    reservedGroups: [
      { name: 'Honors', capacity: 5, enrolled: 3 },
      { name: 'Majors', capacity: 4, enrolled: 9 },
    ],
    notes: { consent: true, enrollBy: '2026-12-04', sharedPool: '12' },
  };
  t.same(tell(notification(change('waitlist', FULL, held))).parts[0]?.lines, [
    '14 people are waiting; they come first.',
    '3 seats are held for groups (Honors: 2).',
    'You need consent from the university to enroll.',
    'The last day to enroll is Fri, Dec 4.',
    'It shares its seats with other sections.',
  ]);
});

t.test('a cancelled class shows no seats and no waitlist', async (t) => {
  const gone = { ...OPEN, status: 'cancelled' as const, waitlist: { capacity: 20, count: 14 } };
  const part = tell(notification(change('cancelled', OPEN, gone))).parts[0]!;
  t.match(part.first, /^The university no longer offers this class · seen/);
  t.same(part.lines, []);
  t.notMatch(JSON.stringify(part), /seat|waitlist/i);
  t.equal(part.link.label, 'See it at ASU');
});

t.test('a late message says what is true now and does not ask to register', async (t) => {
  const story = tell(notification(change('opened'), { current: { ...FULL, version: 9 } }));
  t.equal(story.subject, 'Seat open, now full: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  t.equal(story.first, 'A seat opened on Mon, Nov 23, 2:03 PM MST; now it is full.');
  t.equal(story.parts[0]?.link.label, 'See it at ASU');
});

t.test('several sections are one message, with a part for each, the openings first', async (t) => {
  const story = tell(
    notification(change('instructor', FULL_OTHER, OPEN_OTHER), { watchId: 'watch-2', section: OTHER }),
    notification(),
  );
  t.equal(story.subject, 'News of 2 sections: CSE 310 · 66445 and MAT 210 · 77001');
  t.same(
    story.parts.map(({ name, watchIds }) => [name, ...watchIds]),
    [
      ['CSE 310 · 66445', 'watch-1'],
      ['MAT 210 · 77001', 'watch-2'],
    ],
  );
});

t.test('a subject names two of many sections that opened', async (t) => {
  const third = { ...others, section: 'asu/2267/77002', classNumber: '77002' };
  const story = tell(
    notification(),
    notification(change('opened', FULL_OTHER, OPEN_OTHER), { watchId: 'watch-2', section: OTHER }),
    notification(change('opened', { ...FULL, ...third }, { ...OPEN, ...third }), {
      watchId: 'watch-3',
      section: third.section,
    }),
  );
  t.equal(story.subject, 'Seats open in 3 sections: CSE 310 · 66445, MAT 210 · 77001, and 1 more');
});

t.test('two watches of one section are one part', async (t) => {
  const story = tell(notification(), notification(change('opened'), { watchId: 'watch-2' }));
  t.same(
    story.parts.map(({ watchIds }) => watchIds),
    [['watch-1', 'watch-2']],
  );
});

t.test('of several changes in a row the oldest value and the newest are told', async (t) => {
  const later = state({ enrolled: 145, version: 9, checkedAt: DETECTED, changedAt: DETECTED });
  const story = tell(
    notification(change('seats', OPEN, later), { current: later }),
    notification(change('opened'), { current: later }),
  );
  t.match(story.subject, /^5 seats open/);
  t.match(story.parts[0]?.details[0]?.[1], /^0 of 150 .* → 5 of 150/);
});

t.test('a push message has the same subject and first line, and the link to register', async (t) => {
  t.same(shortStory(tell(notification())), {
    title: '1 seat open: CSE 310 · 66445 (Mon Wed 4:30 PM)',
    body: '1 seat is open · seen Mon, Nov 23, 2:03 PM MST',
    link: { label: 'Register at ASU', url: 'https://classes.example.edu/list?term=2267&keywords=66445' },
  });
  const notice = shortStory(tell(NOT_FOUND));
  t.match(notice, { title: 'No such section: class 66445, Fall 2026', link: null });
  t.match(notice.body, /We have ended this watch/);
});

t.test('a push message about several sections names each on a line', async (t) => {
  const { body, link } = shortStory(
    tell(
      notification(),
      notification(change('opened', FULL_OTHER, OPEN_OTHER), { watchId: 'watch-2', section: OTHER }),
    ),
  );
  t.match(body, /^CSE 310 · 66445: 1 seat is open .*\nMAT 210 · 77001: 1 seat is open/);
  t.equal(link, null);
});

t.test('it says how many others watch, how often it opened this week and how long it stayed', async (t) => {
  const linesWith = (figures: Figures) => tell(notification(change('opened'), { figures })).parts[0]?.lines;
  t.same(linesWith({ watchers: 14, count: 3, medianMs: 245_000 }), [
    '13 other students watch this section.',
    'It opened 3 times this week and usually stayed open for 4 min.',
  ]);
  t.same(linesWith({ watchers: 2, count: 1, medianMs: null }), [
    '1 other student watches this section.',
    'It opened once this week.',
  ]);
  t.same(linesWith({ watchers: 1, count: 0, medianMs: null }), []);
});

t.test('a message is in the language and the time zone of its student', async (t) => {
  const preferences = { ...DEFAULT_PREFERENCES, language: 'es', timeZone: 'America/New_York' } as const;
  const story = tell(notification(change('opened'), { preferences }));
  t.equal(story.language, 'es');
  t.equal(story.subject, '1 cupo libre: CSE 310 · 66445 (lun mié 4:30 p.m.)');
  t.match(story.first, /^Hay 1 cupo libre · visto: lun, 23 (de )?nov, 4:03 p\.m\. EST$/);
});

t.test('the plural forms of both languages are right for one and for many', async (t) => {
  for (const language of ['en', 'es'] as const) {
    const preferences = { ...DEFAULT_PREFERENCES, language };
    const many = { ...OPEN, seats: { ...OPEN.seats, open: 5 } };
    t.match(
      tell(notification(change('opened', FULL, many), { preferences })).subject,
      language === 'en' ? /^5 seats/ : /^5 cupos/,
    );
  }
});

t.test('a watch for a group counts the seats held for it, and is late when they are gone', async (t) => {
  const held = (enrolled: number) => ({
    ...OPEN,
    status: 'reserved' as const,
    seats: { ...OPEN.seats, available: 3, reserved: 3, open: 0 },
    reservedGroups: [{ name: 'Honors', capacity: 5, enrolled }],
  });
  const watch = { ...WATCH, reservedGroup: 'Honors' };
  const told = notification(change('seats', FULL, held(3)), { kind: 'opened', watch });
  t.equal(tell(told).subject, '2 seats for Honors: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  t.match(tell(told).first, /^2 seats are open for Honors · seen/);
  t.match(tell({ ...told, current: held(5) }).subject, /^Seat open, now held for groups/);
});

t.test('a reminder says that the seats are still open; a watch of a course says what it is about', async (t) => {
  const story = tell(notification(change('opened'), { reminder: 1, watch: { ...WATCH, course: 'asu/2267/CSE/310' } }));
  t.equal(story.subject, '1 seat still open: CSE 310 · 66445 (Mon Wed 4:30 PM)');
  t.same(story.parts[0]?.lines, ['You watch any section of CSE 310.']);
});

t.test('sections that cannot be seen are one message, and so are those that are seen again', async (t) => {
  const unseen = (section: string, notice: 'outage' | 'seen-again') =>
    notification(change('opened'), {
      section,
      change: null,
      kind: null,
      notice,
      current: state({ classNumber: section.slice(-5), section }),
      detectedAt: Date.parse('2026-11-23T21:03:00.000Z'),
    });
  const told = (notice: 'outage' | 'seen-again', ...sections: string[]) => {
    const [first, ...rest] = sections.map((section) => unseen(section, notice));
    return storyOf([first!, ...rest], SETTINGS.campusOf, Date.parse('2026-11-23T21:20:00.000Z'));
  };
  const two = told('outage', 'asu/2267/66445', 'asu/2267/66446');
  t.match(two.subject, /^Not visible now: CSE 310 · 66445 and CSE 310 · 66446$/);
  t.match(two.first, /since Mon, Nov 23, 2:03 PM MST/);
  const three = told('outage', 'asu/2267/66445', 'asu/2267/66446', 'asu/2267/66447');
  t.match(three.subject, /3 sections/);
  t.equal(three.lines[2], 'CSE 310 · 66447');
  const again = told('seen-again', 'asu/2267/66445');
  t.equal(again.subject, 'Visible again: CSE 310 · 66445');
  t.match(again.lines[0], /^CSE 310 · 66445 now: 0 of 150 seats open/);
});

t.test('a muted channel is named with what is wrong, in the language of the student', async (t) => {
  const muted = { label: 'Firefox · Linux', reason: 'gone' };
  const notice = { change: null, kind: null, watch: null, section: '', notice: 'channel-muted', muted } as const;
  const english = storyOf([notification(change('opened'), notice)], SETTINGS.campusOf, 0);
  t.equal(english.subject, 'We stopped sending to Firefox · Linux');
  t.match(english.lines, [/no longer exists/, /account page/]);
  const preferences = { ...DEFAULT_PREFERENCES, language: 'es' } as const;
  const spanish = storyOf([notification(change('opened'), { ...notice, preferences })], SETTINGS.campusOf, 0);
  t.equal(spanish.subject, 'Dejamos de enviar a Firefox · Linux');
  const sentence = { ...notice, muted: { ...muted, reason: 'It was turned off.' } };
  t.equal(storyOf([notification(change('opened'), sentence)], SETTINGS.campusOf, 0).lines[0], 'It was turned off.');
});
