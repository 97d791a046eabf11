/**
 * The campus misbehaves in every way, one after the other, and the program is killed with -9 meanwhile. No false change
 * is sent.
 */
import t from 'tap';
import { runChaos } from '../../scripts/chaos/run.ts';

t.test(
  'every change is sent once, only if it was real, and only to its watchers, despite bad servers and kill -9',
  async (t) => {
    const report = await runChaos({
      seed: 5,
      faultSeconds: 2,
      calmSeconds: 0.5,
      killSeconds: 15,
      say: (line) => {
        t.comment(line);
      },
    });
    t.ok(report.changes > 20, `${report.changes} changes`);
    t.ok(report.kills > 0, `${report.kills} kills`);
    t.same(report.untrue, [], 'the campus had shown each of them');
    t.same(report.doubled, [], 'no change is in two mails');
    t.ok(
      report.repeated.length <= 5 * report.kills,
      `only mails in flight at a kill were repeated, with the same Message-ID: ${report.repeated.length}`,
    );
    t.same(report.strangers, [], 'nobody got a mail without a watch');
    t.equal(report.lostWatches, 0, 'no watch ended');
    t.same(report.unsettledExamples, [], 'in the end every state is right, and everything was sent');
  },
);
