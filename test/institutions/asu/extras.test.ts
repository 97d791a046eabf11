import t from 'tap';
import { toCampus, toMode, toNotes } from '../../../src/institutions/asu/extras.ts';
import { readRow } from '../../support/api-answers.ts';

t.test('the campus has the name that ASU gives it, and an unknown code stays as it is', async (t) => {
  t.equal(toCampus('DTPHX'), 'Downtown Phoenix');
  t.equal(toCampus('MARS'), 'MARS');
  for (const nothing of ['', null, undefined, 7]) t.equal(toCampus(nothing), undefined);
});

t.test(
  'a class is online by its place or its mode, hybrid classes meet in person, and other letters say nothing',
  async (t) => {
    t.equal(toMode('P', 'TEMPE'), 'in-person');
    t.equal(toMode('HY', 'TEMPE'), 'in-person');
    t.equal(toMode('OL', 'ASUONLINE'), 'online');
    t.equal(toMode('P', 'ICOURSE'), 'online');
    for (const nothing of ['', 'SY', null, undefined]) t.equal(toMode(nothing, 'TEMPE'), undefined);
  },
);

t.test('notes are the consent, the shared pool and the last day to enrol', async (t) => {
  t.same(toNotes({ CONSENT: 'N', SCTNCOMBINEDID: '', ENROLLDEADLINE: '2026-08-26 00:00:00.0' }), {
    consent: false,
    enrollBy: '2026-08-26',
  });
  t.same(toNotes({ CONSENT: 'D', SCTNCOMBINEDID: '0412', ENROLLDEADLINE: null }), {
    consent: true,
    sharedPool: '0412',
  });
  for (const odd of ['2026-13-45', 'soon', '2026-08-26 09:00:00.0', 20260826])
    t.equal(toNotes({ ENROLLDEADLINE: odd }), undefined, String(odd));
});

t.test('a row without these fields shows nothing, which is not the same as no', async (t) => {
  const bare = readRow({});
  for (const field of ['campus', 'mode', 'notes']) t.notOk(field in bare, field);
  t.match(readRow({}, { LOCATION: 'TEMPE', INSTRUCTIONMODE: 'P', CONSENT: 'I' }), {
    campus: 'Tempe',
    mode: 'in-person',
    notes: { consent: true },
  });
});
