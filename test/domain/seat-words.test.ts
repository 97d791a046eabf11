import t from 'tap';
import { countSeats, noSeatsLeft } from '../../src/domain/section.ts';
import { seatsInDetail, seatsLine, waitlistLine } from '../../src/domain/seat-words.ts';
import { sample } from '../web/app/support/sample.ts';

t.test('a seat is called open only when any student can take it', async (t) => {
  t.equal(seatsLine(sample('1', { seats: countSeats(150, 147, 0) })), '3 of 150 seats open');
  t.equal(seatsLine(sample('1', { seats: countSeats(150, 150, 0) })), '0 of 150 seats open');
  t.equal(
    seatsLine(sample('1', { seats: countSeats(80, 78, 0), waitlist: { capacity: 10, count: 5 } })),
    '2 of 80 seats left',
  );
  t.equal(seatsLine(sample('1', { seats: countSeats(60, 52, 8) })), '0 of 60 seats open');
  t.equal(seatsLine(sample('1', { seats: countSeats(1, 4, 0) })), 'Over-filled by 3, 1 seat');
  for (const capacity of [9999, null])
    t.equal(seatsLine(sample('1', { seats: countSeats(capacity, 4, 0) })), 'No seat limit, 4 enrolled');
});

t.test('the details tell how many are enrolled, if that is known, and how many seats are held', async (t) => {
  const detailsOf = (seats: ReturnType<typeof countSeats>): string => seatsInDetail(sample('1', { seats }));
  t.equal(detailsOf(countSeats(150, 149, 0)), '1 of 150 seats open (149 enrolled)');
  t.equal(detailsOf(countSeats(60, 52, 8)), '0 of 60 seats open (52 enrolled, 8 held for groups)');
  t.equal(detailsOf(noSeatsLeft(150)), '0 of 150 seats open');
  t.equal(detailsOf(countSeats(null, 4, 0)), 'No seat limit, 4 enrolled');
});

t.test('a waitlist that does not exist is not mentioned', async (t) => {
  t.equal(waitlistLine(sample('1', { waitlist: null })), undefined);
  t.equal(waitlistLine(sample('1')), undefined);
  t.equal(waitlistLine(sample('1', { waitlist: { capacity: 20, count: 3 } })), '3 waiting, room for 20');
});
