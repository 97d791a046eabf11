import fc from 'fast-check';
import t from 'tap';
import type { Conditions } from '../../src/domain/conditions.ts';
import { isDeepStrictEqual } from 'node:util';
import { canonical, factsOf, meets, WEEK } from '../../src/domain/conditions.ts';
import type { Meeting } from '../../src/domain/section.ts';
import { state } from '../support/states.ts';

const at = (days: Meeting['days'], start: string | null, end: string | null): Meeting => ({
  days,
  start,
  end,
  location: '',
});
const MORNING = state({ meetings: [at(['Mon', 'Wed'], '09:00', '10:15')], campus: 'Tempe', mode: 'in-person' });

t.test('without conditions every section meets them', async (t) => {
  t.ok(meets(MORNING, {}));
  t.ok(meets(state({ meetings: null, instructors: null }), {}));
});

t.test('a section meets on these days only', async (t) => {
  t.ok(meets(MORNING, { days: ['Mon', 'Wed', 'Fri'] }));
  t.notOk(meets(MORNING, { days: ['Mon'] }));
  t.notOk(meets(state({ meetings: [at([], null, null)] }), { days: [...WEEK] }), 'no day is known');
});

t.test('all of its meetings start and end within the hours', async (t) => {
  t.ok(meets(MORNING, { before: '12:00' }));
  t.ok(meets(MORNING, { after: '09:00', before: '10:15' }), 'the bounds belong to it');
  t.notOk(meets(MORNING, { after: '09:30' }));
  const lab = state({ meetings: [...MORNING.meetings!, at(['Fri'], '15:00', '16:00')] });
  t.notOk(meets(lab, { before: '12:00' }));
  t.notOk(meets(state({ meetings: [] }), { before: '12:00' }), 'a section without times is not in the morning');
});

t.test('mode and campus are compared, and what is not known does not meet them', async (t) => {
  t.ok(meets(MORNING, { mode: 'in-person', campus: 'tempe' }));
  t.notOk(meets(MORNING, { mode: 'online' }));
  t.notOk(meets(MORNING, { campus: 'West Valley' }));
  t.notOk(meets(state(), { mode: 'in-person' }));
  t.notOk(meets(state(), { campus: 'Tempe' }));
});

t.test('an instructor is found by a part of the name, without case and accents', async (t) => {
  const taught = state({ instructors: ['José Núñez', 'Ada Alder'] });
  t.ok(meets(taught, { instructor: 'nunez' }));
  t.notOk(meets(taught, { instructor: 'Birch' }));
  t.notOk(meets(taught, { notInstructor: 'alder' }));
  t.ok(meets(taught, { notInstructor: 'Birch' }));
  t.notOk(meets(state({ instructors: [] }), { instructor: 'Ada' }));
  t.ok(meets(state({ instructors: [] }), { notInstructor: 'Ada' }), 'nobody teaches it yet');
});

const time = fc.constantFrom('08:00', '09:30', '12:00', '16:30', '18:00');
const meeting = fc.record({
  days: fc.subarray([...WEEK]),
  start: fc.option(time),
  end: fc.option(time),
  location: fc.constant(''),
});
const section = fc
  .record({
    meetings: fc.option(fc.array(meeting, { maxLength: 3 })),
    instructors: fc.option(fc.subarray(['Ada Alder', 'Ben Birch'])),
  })
  .map((shown) => state(shown));
const conditions: fc.Arbitrary<Conditions> = fc.record(
  {
    days: fc.subarray([...WEEK], { minLength: 1 }),
    after: time,
    before: time,
    mode: fc.constantFrom('in-person' as const, 'online' as const),
    instructor: fc.constantFrom('ada', 'BIRCH'),
    notInstructor: fc.constantFrom('ada', 'BIRCH'),
  },
  { requiredKeys: [] },
);

t.test('several conditions are met when each alone is met', async () => {
  fc.assert(
    fc.property(section, conditions, (seen, wished) => {
      const { after, before, ...rest } = wished;
      const each: Conditions[] = Object.entries(rest).map((entry) => Object.fromEntries([entry]));
      if (after !== undefined || before !== undefined)
        each.push({ ...(after !== undefined && { after }), ...(before !== undefined && { before }) });
      return meets(seen, wished) === each.every((one) => meets(seen, one));
    }),
  );
});

t.test('states that do not differ for conditions meet the same ones', async () => {
  fc.assert(
    fc.property(section, section, conditions, (one, other, wished) => {
      const { meetings, instructors } = one;
      const alike = { ...other, meetings, instructors };
      return isDeepStrictEqual(factsOf(one), factsOf(alike)) && meets(one, wished) === meets(alike, wished);
    }),
  );
});

t.test('the order in which conditions are written does not matter', async (t) => {
  t.equal(
    JSON.stringify(canonical({ days: ['Wed', 'Mon'], campus: 'Tempe', after: '09:00' })),
    JSON.stringify(canonical({ after: '09:00', campus: 'Tempe', days: ['Mon', 'Wed', 'Mon'] })),
  );
  t.same(canonical({ days: [], instructor: '' }), {}, 'what says nothing is left out');
});
