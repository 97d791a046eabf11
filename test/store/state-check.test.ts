import t from 'tap';
import { observe } from '../../src/domain/change.ts';
import { validState, validStateOf } from '../../src/store/state-check.ts';
import { seen } from '../support/states.ts';

const { state } = observe('asu', null, seen(), '2026-11-23T20:00:00Z');

t.test('a state that a look has given is valid, also as text', async (t) => {
  t.same(validState(state.section, state), state);
  t.same(validStateOf(state.section, JSON.stringify(state)), state);
  const sparse = { ...state, instructors: null, meetings: null, waitlist: null };
  t.same(validState(state.section, sparse), sparse);
  const full = {
    ...state,
    campus: 'Tempe',
    mode: 'in-person',
    notes: { consent: true, sharedPool: '0412', enrollBy: '2026-08-26' },
    reservedGroups: [{ name: 'Honors', capacity: 10, enrolled: 2 }],
  };
  t.same(validState(state.section, full), full);
});

t.test('a damaged state is not valid', async (t) => {
  const { seats: _seats, ...withoutSeats } = state;
  for (const stored of [
    null,
    [],
    'state',
    withoutSeats,
    { ...state, section: 'asu/2267/1' },
    { ...state, status: 'unknown' },
    { ...state, status: 'ajar' },
    { ...state, version: 0 },
    { ...state, seats: { ...state.seats, open: 'many' } },
    { ...state, checkedAt: 'yesterday' },
    { ...state, mode: 'by post' },
    { ...state, reservedGroups: [{ name: 'Honors' }] },
  ])
    t.equal(validState(state.section, stored), undefined, JSON.stringify(stored).slice(0, 100));
  t.equal(validStateOf(state.section, '{"section":'), undefined, 'text that is not JSON');
});
