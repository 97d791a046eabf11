import t from 'tap';
import { formats } from '../../../src/words/formats.ts';
import { t as translations } from '../../../src/words/index.ts';
import { eventsOf } from '../../../src/web/formats/meeting-events.ts';
import { sample } from '../app/support/sample.ts';

const reading = { t: translations('en'), formats: formats('en', 'America/Phoenix') };

t.test('each meeting with a time repeats weekly from its first day that is still to come', (t) => {
  const state = sample('66445', {
    meetings: [
      { days: ['Mon', 'Wed'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' },
      { days: ['Fri'], start: '09:00', end: '09:50', location: '' },
      { days: [], start: null, end: null, location: 'Internet' },
    ],
  });
  // A Tuesday.
  t.match(eventsOf(state, '2026-11-24', reading), [
    { start: '20261125T163000', end: '20261125T174500', repeats: 'FREQ=WEEKLY;COUNT=32;BYDAY=MO,WE' },
    { start: '20261127T090000', repeats: 'FREQ=WEEKLY;COUNT=16;BYDAY=FR', place: '' },
  ]);
  t.match(eventsOf(state, '2026-11-25', reading)[0], { start: '20261125T163000' }, 'today counts');
  t.end();
});

t.test('the last day to enroll is a day of its own, and a section without times has only that', (t) => {
  const state = { ...sample('66445', { meetings: null }), notes: { enrollBy: '2026-12-01' } };
  t.match(eventsOf(state, '2026-11-24', reading), [
    { start: '20261201', title: 'CSE 310 · 66445: last day to enroll' },
  ]);
  t.same(eventsOf(sample('66445', { meetings: [] }), '2026-11-24', reading), []);
  t.end();
});
