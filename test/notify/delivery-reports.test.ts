import t from 'tap';
import { DeliveryReports } from '../../src/notify/delivery-reports.ts';
import type { Stage } from '../../src/notify/delivery-reports.ts';
import { recordingLog } from '../../src/runtime/testing/index.ts';
import { change, DETECTED, notification } from './samples.ts';

const QUEUED_AT = Date.parse(DETECTED) + 200;

function stage() {
  const observed: [Stage, number][] = [];
  const errors: string[] = [];
  const log = recordingLog();
  const options = {
    channel: { name: 'email' as const },
    observe: (stage: Stage, seconds: number) => void observed.push([stage, seconds]),
    countError: (code: string) => void errors.push(code),
  };
  return { observed, errors, log, reports: new DeliveryReports(options, log) };
}

t.test('a message that was accepted is timed from the detection of its change', (t) => {
  const { observed, log, reports } = stage();
  reports.sent([notification(change('opened'), { queuedAt: QUEUED_AT })], QUEUED_AT + 1_800);
  t.same(observed, [
    ['detected_queued', 0.2],
    ['queued_sent', 1.8],
    ['detected_sent', 2],
  ]);
  t.match(log.lines, [{ event: 'notification sent', fields: { kind: 'opened', queuedToSentMs: 1_800 } }]);
  t.notMatch(JSON.stringify(log.lines), /@/, 'the log does not say to whom');
  t.end();
});

t.test('a failure is counted once, and each notification is logged with what becomes of it', (t) => {
  const { errors, log, reports } = stage();
  const [one, two] = [notification(), notification(change('instructor'))];
  reports.failed([one, two], 'PMC_MAIL_FAILED: greylisted', [
    { id: one.id, outcome: 'retry', inMs: 5_000, error: '' },
    { id: two.id, outcome: 'dead', error: '' },
  ]);
  t.same(errors, ['PMC_MAIL_FAILED']);
  t.match(log.lines, [
    { level: 'warn', event: 'notification put off', fields: { retryInMs: 5_000 } },
    { level: 'error', event: 'notification given up', fields: { kind: 'instructor' } },
  ]);
  t.end();
});
