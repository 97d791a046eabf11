import t from 'tap';
import { countSeats, noSeatsLeft } from '../../src/domain/section.ts';
import { formats } from '../../src/words/formats.ts';
import { t as translations } from '../../src/words/index.ts';
import { seatsInDetail, seatsOf, waitlistOf } from '../../src/words/section-words.ts';
import { sample } from '../web/app/support/sample.ts';

const ENGLISH = { t: translations('en'), formats: formats('en') };

t.test('a seat is called open only when any student can take it', async (t) => {
  t.equal(seatsOf(sample('1', { seats: countSeats(150, 147, 0) }), ENGLISH), '3 of 150 seats open');
  t.equal(seatsOf(sample('1', { seats: countSeats(150, 150, 0) }), ENGLISH), '0 of 150 seats open');
  t.equal(
    seatsOf(sample('1', { seats: countSeats(80, 78, 0), waitlist: { capacity: 10, count: 5 } }), ENGLISH),
    '2 of 80 seats left',
  );
  t.equal(seatsOf(sample('1', { seats: countSeats(60, 52, 8) }), ENGLISH), '0 of 60 seats open');
  t.equal(seatsOf(sample('1', { seats: countSeats(1, 4, 0) }), ENGLISH), 'Over-filled by 3, 1 seat');
  for (const capacity of [9999, null])
    t.equal(seatsOf(sample('1', { seats: countSeats(capacity, 4, 0) }), ENGLISH), 'No seat limit, 4 enrolled');
});

t.test('the details tell how many are enrolled, if that is known, and how many seats are held', async (t) => {
  const detailsOf = (seats: ReturnType<typeof countSeats>): string => seatsInDetail(sample('1', { seats }), ENGLISH);
  t.equal(detailsOf(countSeats(150, 149, 0)), '1 of 150 seats open (149 enrolled)');
  t.equal(detailsOf(countSeats(60, 52, 8)), '0 of 60 seats open (52 enrolled, 8 held for groups)');
  t.equal(detailsOf(noSeatsLeft(150)), '0 of 150 seats open');
  t.equal(detailsOf(countSeats(null, 4, 0)), 'No seat limit, 4 enrolled');
});

t.test('a waitlist that does not exist, or was never shown, is said to be so', async (t) => {
  t.equal(waitlistOf(sample('1', { waitlist: null }), ENGLISH), 'not shown');
  t.equal(waitlistOf(sample('1', { waitlist: { capacity: 0, count: 0 } }), ENGLISH), 'none');
  t.equal(waitlistOf(sample('1', { waitlist: { capacity: 20, count: 3 } }), ENGLISH), '3 waiting, room for 20');
});
