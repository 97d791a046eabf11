/**
 * The campus misbehaves in every way it can, one after the other, and the program is killed with -9 meanwhile: nothing
 * is told that was not so.
 */
import t from 'tap';
import { runChaos } from '../../scripts/chaos/run.ts';

// A busy machine takes several times as long to settle.
t.setTimeout(400_000);

t.test(
  'every change that is told was shown, once and to those who asked, whatever the source, the mail server and kill -9 do',
  async (t) => {
    const report = await runChaos({
      seed: 5,
      faultSeconds: 3,
      calmSeconds: 1.5,
      killSeconds: 25,
      say: (line) => {
        t.comment(line);
      },
    });
    t.ok(report.changes > 20, `${report.changes} changes`);
    t.ok(report.kills > 0, `${report.kills} kills`);
    t.same(report.untrue, [], 'the campus had shown every one');
    t.same(report.doubled, [], 'no change came in two mails');
    t.ok(
      report.repeated.length <= 5 * report.kills,
      `at most what was under way at a kill came again, under the same Message-ID: ${report.repeated.length}`,
    );
    t.same(report.strangers, [], 'nobody heard what they had not asked for');
    t.equal(report.lostWatches, 0, 'no watch ended');
    t.same(report.unsettledExamples, [], 'in the end every state is the true one, and everything was told');
  },
);
