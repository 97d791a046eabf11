import t from 'tap';
import { changed, pageOf, read, readRow } from '../../support/api-answers.ts';
import type { SiteRow } from '../../support/class-search-site.ts';

/** Why the only row of an answer is unsure. */
const doubtOf = (row: Partial<SiteRow>, clas: Record<string, unknown> = {}): string | undefined => {
  const reading = read(pageOf([changed(row, clas)]));
  return reading.outcome === 'complete' ? reading.unsure[0]?.reason : reading.reason;
};

t.test('seats are counted from seatInfo, numbers and digit strings alike', async (t) => {
  const seats = (ENRL_CAP: unknown, ENRL_TOT: unknown, reservedSeatsInfo?: unknown): unknown =>
    readRow({ seatInfo: { ENRL_CAP, ENRL_TOT }, reservedSeatsInfo }, { ENRLCAP: '1', ENRLTOT: '1' }).seats;
  t.same(seats('60', '22'), { capacity: 60, enrolled: 22, available: 38, reserved: 0, open: 38 });
  t.same(seats(60, 63), { capacity: 60, enrolled: 63, available: -3, reserved: 0, open: 0 }, 'over-enrolled');
  t.same(seats(null, 5), { capacity: null, enrolled: 5, available: null, reserved: 0, open: null }, 'unlimited');
  t.same(seats(0, 0), { capacity: 0, enrolled: 0, available: 0, reserved: 0, open: 0 });
  const groups = [
    [1, 2],
    [1, 19],
    [1, 3],
    [1, 3],
    ['6', '2'],
  ].map(([ENRL_CAP, ENRL_TOT]) => ({ ENRL_CAP, ENRL_TOT }));
  t.same(
    readRow({ seatInfo: { ENRL_CAP: 130, ENRL_TOT: 39 }, reservedSeatsInfo: groups }).reservedGroups?.at(-1),
    { name: null, capacity: 6, enrolled: 2 },
    'the row does not name its groups',
  );
  t.same(
    seats(130, 39, groups),
    { capacity: 130, enrolled: 39, available: 91, reserved: 4, open: 87 },
    'over-filled groups take nothing from others',
  );
});

t.test('a class that meets several times has several meetings', async (t) => {
  const lists = { STARTTIMES: ['4:30 PM', '9:00 AM'], ENDTIMES: ['5:45 PM', '9:50 AM'] };
  t.same(
    readRow(
      { DAYLIST: ['T Th', 'M'], LOCATIONBUILDING: [{ NAME: 'Tempe - PSH153' }, { NAME: 'Tempe - LSE104' }] },
      lists,
    ).meetings,
    [
      { days: ['Mon'], start: '09:00', end: '09:50', location: 'Tempe - LSE104' },
      { days: ['Tue', 'Thu'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' },
    ],
    'in the order of the week',
  );
  t.same(
    readRow(
      { DAYLIST: null, LOCATIONBUILDING: undefined },
      { ...lists, STARTTIMES: null, ENDTIMES: null, DAYLIST: null, LOCATIONBUILDING: '[{"NAME":"ASU Online"}]' },
    ).meetings,
    [{ days: [], start: null, end: null, location: 'ASU Online' }],
    'a list of places inside a string',
  );
  t.same(readRow({ DAYLIST: null, LOCATIONBUILDING: null }, { STARTTIMES: null, ENDTIMES: null }).meetings, []);
  t.same(
    readRow(
      { DAYLIST: [''], LOCATIONBUILDING: [{ NAME: 'ASU Online' }] },
      { STARTTIMES: ['12:00 AM'], ENDTIMES: ['12:00 AM'] },
    ).meetings,
    [{ days: [], start: null, end: null, location: 'ASU Online' }],
    'midnight to midnight means no time',
  );
});

t.test('unknown formats of times and days make only the schedule unknown, not the seats', async (t) => {
  const odd = readRow({ DAYLIST: ['Blursday'] });
  t.equal(odd.meetings, null);
  t.equal(odd.seats.open, 38);
  t.equal(readRow({}, { STARTTIMES: ['25:99 PM'] }).meetings, null);
});

t.test('the waitlist is null when the row does not show it', async (t) => {
  t.same(readRow({}, { WAITTOT: '3', WAITCAP: 10 }).waitlist, { capacity: 10, count: 3 });
  t.equal(readRow({}, { WAITTOT: undefined }).waitlist, null);
  t.equal(readRow({}, { WAITCAP: '-1' }).waitlist, null);
});

t.test('only the letter X means cancelled, and a letter that is neither A nor X makes the row unsure', async (t) => {
  t.equal(readRow({}, { CLASSSTAT: 'A' }).cancelled, false);
  t.equal(readRow({}, { CLASSSTAT: 'X' }).cancelled, true);
  t.equal(readRow({}, { CLASSSTAT: undefined }).cancelled, null);
  for (const letter of ['S', 'T', 'Q', 'a', 'AX', '1'])
    t.match(doubtOf({}, { CLASSSTAT: letter }), `its class status is "${letter}"`);
  t.equal(
    doubtOf({}, { CLASSSTAT: 'Q' }),
    doubtOf({}, { CLASSSTAT: 'Q', CLASSNBR: '66446' }),
    'one reason per letter, so it is logged once',
  );
});

t.test('a row that contradicts itself about reserved seats is unsure', async (t) => {
  const room = { reservedSeatsInfo: [{ ENRL_CAP: 6, ENRL_TOT: 2 }] };
  const overFilled = { reservedSeatsInfo: [{ ENRL_CAP: 1, ENRL_TOT: 19 }] };
  for (const row of [{}, { reservedSeatsInfo: null }, { reservedSeatsInfo: [] }, overFilled])
    t.match(doubtOf(row, { HASACTIVERESERVEDSEATS: 'Y' }), 'seats are reserved but shows none');
  t.match(doubtOf(room, { HASACTIVERESERVEDSEATS: 'N' }), 'no seats are reserved but shows some');
  t.equal(readRow(room, { HASACTIVERESERVEDSEATS: 'Y' }).seats.reserved, 4);
  for (const row of [{}, overFilled]) t.equal(readRow(row, { HASACTIVERESERVEDSEATS: 'N' }).seats.reserved, 0);
});
