import t from 'tap';
import { seatsOf, statusOfSection, withOneMoreSeat, withoutSeats } from '../../../scripts/campus/section.ts';
import type { SectionFacts } from '../../../scripts/campus/section.ts';

function facts(given: Partial<SectionFacts> = {}): SectionFacts {
  return {
    capacity: 30,
    enrolled: 30,
    reserved: [],
    waitlist: { capacity: 0, count: 0 },
    instructors: null,
    meetings: [],
    listing: 'active',
    ...given,
  };
}

const group = (enrolled: number, capacity: number): SectionFacts['reserved'][number] => ({
  label: 'Honors',
  capacity,
  enrolled,
  until: null,
});

t.test(
  'over-filled groups hold no seats: the section of 130/39 with groups (1,2)(1,19)(1,3)(1,3)(6,2) has 87 open',
  async (t) => {
    const section = facts({
      capacity: 130,
      enrolled: 39,
      reserved: [group(2, 1), group(19, 1), group(3, 1), group(3, 1), group(2, 6)],
    });
    t.match(seatsOf(section), { available: 91, reserved: 4, open: 87 });
  },
);

t.test('adding a seat opens the section, whatever kept it closed', async (t) => {
  const cases: Partial<SectionFacts>[] = [
    {},
    { enrolled: 33 },
    { capacity: 0, enrolled: 0 },
    { listing: 'vanished' },
    { listing: 'cancelled' },
    { enrolled: 26, reserved: [group(1, 5)] },
    { enrolled: 28, waitlist: { capacity: 5, count: 5 } },
    { enrolled: 0, capacity: 3, reserved: [group(0, 3)] },
  ];
  for (const given of cases) {
    const before = facts(given);
    const after = { ...before, ...withOneMoreSeat(before) };
    t.equal(statusOfSection(after), 'open', JSON.stringify(given));
    t.equal(seatsOf(after).open, (seatsOf(before).open ?? 0) + 1, JSON.stringify(given));
    t.ok(after.enrolled >= 0);
  }
});

t.test('a filled section has no seat left for anyone', async (t) => {
  const after = { ...facts({ enrolled: 3, reserved: [group(1, 5)] }) };
  t.match(seatsOf({ ...after, ...withoutSeats(after) }), { available: 0, reserved: 0, open: 0 });
  t.match(withoutSeats(facts({ enrolled: 33 })), { enrolled: 33 }, 'students beyond the capacity stay');
});

t.test('a section that is cancelled or gone has status cancelled', async (t) => {
  t.equal(statusOfSection(facts({ enrolled: 3, listing: 'cancelled' })), 'cancelled');
  t.equal(statusOfSection(facts({ enrolled: 3, listing: 'vanished' })), 'cancelled');
});
