import t from 'tap';
import {
  draftOf,
  fitting,
  groupsOf,
  namesIn,
  patchOf,
  watchesOf,
} from '../../../../src/web/app/student/watch-draft.ts';
import { sectionWatch } from '../../../support/watches.ts';
import { state } from '../../../support/states.ts';

const SECTION = 'asu/2267/66445';
const TERMS = { kinds: ['opened'], minSeats: 1, reservedGroup: null, channels: null, remind: 'off' };

t.test('a new draft is of one section, told of openings on all channels', async (t) => {
  t.same(watchesOf(draftOf(SECTION, undefined), state()), [{ section: SECTION, ...TERMS }]);
});

t.test('several chosen sections are as many watches with the same terms', async (t) => {
  const draft = { ...draftOf(SECTION, undefined), scope: 'sections' as const, sections: [SECTION, 'asu/2267/66446'] };
  t.match(watchesOf({ ...draft, minSeats: 2 }, state()), [
    { section: SECTION, minSeats: 2 },
    { section: 'asu/2267/66446', minSeats: 2 },
  ]);
  t.same(watchesOf({ ...draft, sections: [] }, state()), []);
});

t.test('any section of the course is one watch with the conditions', async (t) => {
  const draft = { ...draftOf(SECTION, undefined), scope: 'course' as const };
  t.same(watchesOf({ ...draft, conditions: { days: ['Wed', 'Mon'], before: '12:00' } }, state()), [
    { course: 'asu/2267/CSE/310', conditions: { days: ['Mon', 'Wed'], before: '12:00' }, ...TERMS },
  ]);
});

t.test('an existing watch is shown as it is, and only what can change is sent', async (t) => {
  const watch = {
    ...sectionWatch('w1', SECTION, { minSeats: 3, remind: 'hourly' }),
    checkedAt: null,
    nextCheckAt: null,
  };
  t.same(patchOf(draftOf(SECTION, watch)), { ...TERMS, minSeats: 3, remind: 'hourly' });
  const { section: _section, ...rest } = watch;
  const course = { ...rest, course: 'asu/2267/CSE/310', conditions: { before: '12:00' } };
  t.match(draftOf(SECTION, course), { scope: 'course', conditions: { before: '12:00' } });
  t.match(patchOf(draftOf(SECTION, course)), { conditions: { before: '12:00' } });
});

t.test('the student sees which sections fit, and which groups and names there are', async (t) => {
  const morning = state({ meetings: [{ days: ['Mon'], start: '09:00', end: '10:00', location: '' }] });
  t.same(fitting([morning, state(), state({ status: 'cancelled' })], { before: '12:00' }), [morning]);
  const held = [{ name: 'Honors', capacity: 5, enrolled: 1 }];
  t.same(groupsOf([state({ reservedGroups: held }), state({ reservedGroups: held }), state()]), ['Honors']);
  t.same(namesIn(['Tempe', undefined, 'Poly', 'Tempe']), ['Poly', 'Tempe']);
});
