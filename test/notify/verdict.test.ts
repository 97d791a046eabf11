import t from 'tap';
import { verdictsOf } from '../../src/notify/verdict.ts';
import { change, notification } from './samples.ts';

const HOUR = 3_600_000;
const patience = { giveUpMs: HOUR, random: () => 0.5 };
const opened = notification(change('opened'), { queuedAt: 0 });
const instructor = notification(change('instructor'), { queuedAt: 0 });
const failed = { outcome: 'failed', error: 'PMC_MAIL_FAILED: greylisted' } as const;

t.test('a sent message makes all its notifications sent', async (t) => {
  t.same(verdictsOf([opened, instructor], { outcome: 'sent' }, 10, patience), [
    { id: opened.id, outcome: 'sent' },
    { id: instructor.id, outcome: 'sent' },
  ]);
});

t.test('a recipient refused for good makes the notification dead at once', async (t) => {
  t.same(verdictsOf([opened], { outcome: 'dead', error: 'PMC_MAIL_REFUSED: 550' }, 10, patience), [
    { id: opened.id, outcome: 'dead', error: 'PMC_MAIL_REFUSED: 550' },
  ]);
});

t.test('a failed message is tried again after a pause, with all its notifications together', async (t) => {
  t.same(verdictsOf([opened, instructor], failed, 10, patience), [
    { id: opened.id, outcome: 'retry', inMs: 5_000, error: failed.error },
    { id: instructor.id, outcome: 'retry', inMs: 5_000, error: failed.error },
  ]);
});

t.test('the last attempt is made when the time is up, and then the notification is dead', async (t) => {
  t.match(verdictsOf([{ ...opened, attempts: 9 }], failed, HOUR - 7_000, patience), [
    { outcome: 'retry', inMs: 7_000 },
  ]);
  t.match(verdictsOf([{ ...opened, attempts: 10 }], failed, HOUR, patience), [
    {
      outcome: 'dead',
      error: 'PMC_GIVEN_UP: gave up after 11 attempts in 3600 s; the last error: PMC_MAIL_FAILED: greylisted',
    },
  ]);
});

t.test('a refusal by the channel is retried after a constant pause, and given up when the time is up', async (t) => {
  const kept = { outcome: 'kept', error: 'PMC_MAIL_BLOCKED: 550 5.4.5' } as const;
  t.same(verdictsOf([{ ...opened, attempts: 9 }], kept, 10, patience), [
    { id: opened.id, outcome: 'retry', inMs: 5_000, error: kept.error },
  ]);
  t.match(verdictsOf([opened], kept, HOUR, patience), [{ outcome: 'dead', error: /PMC_MAIL_BLOCKED/ }]);
});
