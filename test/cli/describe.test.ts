import t from 'tap';
import { describe } from '../../src/cli/describe.ts';
import { AT, state } from '../support/states.ts';

t.test('a section is described with its seats, instructor and meetings', async (t) => {
  t.equal(
    describe({ outcome: 'seen', state: state({ capacity: 150, enrolled: 149 }) }),
    [
      'asu/2267/66445  OPEN',
      '  CSE 310  Data Structures and Algorithms',
      '  1 of 150 seats open (149 enrolled)',
      '  Ada Alder',
      '  Mon Wed  16:30–17:45  Tempe - PSH153',
      `  seen ${AT}`,
    ].join('\n'),
  );
  t.match(
    describe({ outcome: 'seen', state: state({ instructors: null, meetings: [] }) }),
    /FULL[^]*\n {2}instructor not shown\n {2}seen /,
  );
});

t.test('the waitlist is described if there is one', async (t) => {
  const line = (waitlist: { capacity: number; count: number } | null): string | undefined =>
    describe({ outcome: 'seen', state: { ...state(), waitlist } }).split('\n')[2];
  t.equal(line({ capacity: 20, count: 3 }), '  0 of 150 seats open (150 enrolled); 3 waiting, room for 20');
  for (const none of [null, { capacity: 0, count: 0 }]) t.equal(line(none), '  0 of 150 seats open (150 enrolled)');
});

t.test('a section that was not seen is described with the reason', async (t) => {
  const section = 'asu/2267/1';
  const reason = { section, code: 'PMC_SECTION_NOT_FOUND', message: 'there is none' };
  t.equal(
    describe({ outcome: 'missing', ...reason }),
    'asu/2267/1  does not exist\n  PMC_SECTION_NOT_FOUND there is none',
  );
  t.match(describe({ outcome: 'unseen', ...reason }), /^asu\/2267\/1 {2}unknown\n/);
});
