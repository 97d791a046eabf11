import fc from 'fast-check';
import t from 'tap';
import type { Preferences } from '../../src/domain/preferences.ts';
import { DEFAULT_PREFERENCES } from '../../src/domain/preferences.ts';
import type { Urgency } from '../../src/domain/tell-at.ts';
import { tellAt } from '../../src/domain/tell-at.ts';

const NIGHT = { from: '22:00', to: '07:00', exceptOpenings: false };
const PHOENIX: Preferences = { ...DEFAULT_PREFERENCES, timeZone: 'America/Phoenix' };
const DENVER: Preferences = { ...DEFAULT_PREFERENCES, timeZone: 'America/Denver' };

function told(urgency: Urgency, preferences: Preferences, now: string, queuedAt = now): string {
  return new Date(tellAt(urgency, preferences, Date.parse(queuedAt), Date.parse(now))).toISOString();
}

t.test('without quiet hours and digest, everything is told at once', (t) => {
  for (const urgency of ['opening', 'notice', 'digest'] as const)
    t.equal(told(urgency, PHOENIX, '2026-11-24T09:30:12.345Z'), '2026-11-24T09:30:12.345Z');
  t.end();
});

t.test('in quiet hours everything waits for their end, in the time zone of the student', (t) => {
  const preferences = { ...PHOENIX, quietHours: NIGHT };
  for (const urgency of ['opening', 'notice', 'digest'] as const) {
    t.equal(told(urgency, preferences, '2026-11-24T04:59:59.999Z'), '2026-11-24T04:59:59.999Z', '21:59');
    t.equal(told(urgency, preferences, '2026-11-24T05:00:00.000Z'), '2026-11-24T14:00:00.000Z', '22:00');
    t.equal(told(urgency, preferences, '2026-11-24T13:59:59.999Z'), '2026-11-24T14:00:00.000Z', '6:59 the next day');
    t.equal(told(urgency, preferences, '2026-11-24T14:00:00.000Z'), '2026-11-24T14:00:00.000Z', '7:00');
  }
  t.end();
});

t.test('openings break through quiet hours if the student chose so', (t) => {
  const preferences = { ...PHOENIX, quietHours: { ...NIGHT, exceptOpenings: true } };
  t.equal(told('opening', preferences, '2026-11-24T05:00:00.000Z'), '2026-11-24T05:00:00.000Z');
  t.equal(told('digest', preferences, '2026-11-24T05:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  t.equal(told('notice', preferences, '2026-11-24T05:00:00.000Z'), '2026-11-24T14:00:00.000Z');
  t.end();
});

t.test('quiet hours within a day, and without length', (t) => {
  const classes = { ...PHOENIX, quietHours: { from: '09:00', to: '12:30', exceptOpenings: false } };
  t.equal(told('opening', classes, '2026-11-24T16:00:00.000Z'), '2026-11-24T19:30:00.000Z');
  t.equal(told('opening', classes, '2026-11-24T19:30:00.000Z'), '2026-11-24T19:30:00.000Z');
  const none = { ...PHOENIX, quietHours: { from: '09:00', to: '09:00', exceptOpenings: false } };
  t.equal(told('opening', none, '2026-11-24T16:00:00.000Z'), '2026-11-24T16:00:00.000Z');
  t.end();
});

t.test('quiet hours end by the clock on the wall, also in the nights when it is set', (t) => {
  const preferences = { ...DENVER, quietHours: NIGHT };
  t.equal(told('digest', preferences, '2026-03-08T06:00:00.000Z'), '2026-03-08T13:00:00.000Z', 'an hour shorter');
  t.equal(told('digest', preferences, '2026-11-01T05:00:00.000Z'), '2026-11-01T14:00:00.000Z', 'an hour longer');
  const early = { ...DENVER, quietHours: { ...NIGHT, to: '02:30' } };
  t.equal(told('digest', early, '2026-03-08T06:00:00.000Z'), '2026-03-08T09:30:00.000Z', '2:30 does not exist: 3:30');
  const twice = { ...DENVER, quietHours: { ...NIGHT, to: '01:30' } };
  t.equal(told('digest', twice, '2026-11-01T05:00:00.000Z'), '2026-11-01T07:30:00.000Z', 'the first 1:30');
  t.equal(told('digest', twice, '2026-11-01T08:10:00.000Z'), '2026-11-01T08:30:00.000Z', 'the second one is left');
  t.end();
});

t.test('a digest gathers everything but openings and notices until the full hour, or until 18:00', (t) => {
  const hourly: Preferences = { ...PHOENIX, digest: 'hourly' };
  t.equal(told('digest', hourly, '2026-11-24T16:10:30.000Z'), '2026-11-24T17:00:00.000Z');
  t.equal(told('digest', hourly, '2026-11-24T16:00:00.000Z'), '2026-11-24T17:00:00.000Z');
  t.equal(told('opening', hourly, '2026-11-24T16:10:30.000Z'), '2026-11-24T16:10:30.000Z');
  t.equal(told('notice', hourly, '2026-11-24T16:10:30.000Z'), '2026-11-24T16:10:30.000Z');
  t.equal(
    told('digest', { ...hourly, timeZone: 'Asia/Kathmandu' }, '2026-11-24T16:10:30.000Z'),
    '2026-11-24T16:15:00.000Z',
    'a zone with a quarter of an hour',
  );
  const daily: Preferences = { ...PHOENIX, digest: 'daily' };
  t.equal(told('digest', daily, '2026-11-24T16:10:30.000Z'), '2026-11-25T01:00:00.000Z');
  t.equal(told('digest', daily, '2026-11-25T01:00:00.000Z'), '2026-11-26T01:00:00.000Z');
  t.end();
});

t.test('a digest that is due is told, and does not wait for the next one', (t) => {
  const hourly: Preferences = { ...PHOENIX, digest: 'hourly' };
  t.equal(told('digest', hourly, '2026-11-24T17:00:00.200Z', '2026-11-24T16:10:30.000Z'), '2026-11-24T17:00:00.200Z');
  const both: Preferences = { ...hourly, quietHours: NIGHT };
  t.equal(told('digest', both, '2026-11-24T04:30:00.000Z'), '2026-11-24T14:00:00.000Z', 'not in quiet hours');
  t.end();
});

t.test(
  'the time is never in the past or more than a day and the length of a skip away, and asking again agrees',
  (t) => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const zone = fc.constantFrom('America/Phoenix', 'America/Denver', 'Europe/Madrid', 'Australia/Lord_Howe', 'UTC');
    fc.assert(
      fc.property(time, time, zone, fc.integer({ min: 0, max: 366 * 1440 }), (from, to, timeZone, minutes) => {
        const preferences: Preferences = {
          ...DEFAULT_PREFERENCES,
          timeZone,
          quietHours: { from, to, exceptOpenings: false },
        };
        const now = Date.parse('2026-01-01T00:00:00.000Z') + minutes * 60_000 + 12_345;
        const at = tellAt('opening', preferences, now, now);
        if (at < now || at > now + 25 * 3_600_000) return false;
        return tellAt('opening', preferences, now, at) === at || timeZone !== 'UTC';
      }),
      { seed: 20261127, numRuns: 2_000 },
    );
    t.end();
  },
);
