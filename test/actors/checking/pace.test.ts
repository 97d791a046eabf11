import t from 'tap';
import type { PaceReport } from '../../../src/checking/choosing/pace-report.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';

t.test('the scheduler tells its pace, and that of the sections that are asked for', async (t) => {
  const { source, watch, wake, clock, ask } = await checking(t, { budgetPerMinute: 60 });
  source.set('66445');
  const section = await watch('66445');
  await wake();
  await clock.advance(100_000);
  const report = await ask<PaceReport>((replyTo) => ({
    type: 'current-pace',
    sections: [section, 'asu/2267/99999'],
    replyTo,
  }));
  t.match(report, { allowedPerMinute: 60, intervalMs: INTERVAL_MS, resultingMs: INTERVAL_MS });
  t.equal(report.askedPerMinute, 0.2, 'one request in five minutes');
  const [pace, ...others] = report.sections;
  t.match(pace, { section, intervalMs: INTERVAL_MS });
  t.ok(pace!.nextInMs > 190_000 && pace!.nextInMs <= 200_000, 'two thirds of the interval are left');
  t.same(others, [], 'nobody watches the other one');
});
