import t from 'tap';
import { CallRecord } from '../../../src/runtime/guarding/call-record.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

t.test('failures are counted from the last success, and the first of them says since when', async (t) => {
  const clock = new ManualClock();
  const record = new CallRecord(clock);
  const at = (): string => new Date(clock.now()).toISOString();
  t.same(record.calls, { failures: 0 });
  record.succeeded();
  const lastSuccessAt = at();
  await clock.advance(1_000);
  const failingSince = at();
  record.failed('timed out');
  await clock.advance(1_000);
  record.failed('refused');
  t.same(record.calls, { failures: 2, failingSince, lastSuccessAt, error: 'refused' });
  record.succeeded();
  t.same(record.calls, { failures: 0, lastSuccessAt: at() });
});
