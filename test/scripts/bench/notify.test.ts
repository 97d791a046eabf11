import t from 'tap';
import { runNotify } from '../../../scripts/bench/notify/notify.ts';
import { figuresOf, tinyRun } from './support.ts';

t.test('openings are timed to the frame, the message and the mail, and so are many messages at once', async (t) => {
  const sizes = { watched: 20, openings: 2, mails: 5, messages: 4, rounds: 2 };
  const report = await tinyRun((bench) => runNotify(bench, sizes));
  const figures = figuresOf(report);
  for (const way of ['frame', 'MQTT message', 'mail'])
    t.ok(figures.includes(`2 openings, one after the other: from the answer's arrival: ${way}: p99 ms`), way);
  for (const name of ['ours', 'nodemailer alone']) {
    t.ok(figures.includes(`5 mails at once: ${name}: ms to the last mail`), name);
    t.ok(figures.includes(`5 mails at once: ${name}: CPU ms/mail`), name);
  }
  for (const kind of ['push messages', 'webhooks']) t.ok(figures.includes(`4 ${kind} at once: ours: messages/s`), kind);
  t.equal(report.goals.length, 9);
});
