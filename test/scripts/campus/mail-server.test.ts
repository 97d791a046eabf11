import nodemailer from 'nodemailer';
import t from 'tap';
import type { Test } from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import type { Campus } from '../../../scripts/campus/campus.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

async function start(t: Test, clock = new ManualClock()): Promise<{ campus: Campus; send: () => Promise<unknown> }> {
  const campus = await startCampus({ port: 0, smtpPort: 0, sections: 50, speed: 0, clock });
  const transport = nodemailer.createTransport(campus.smtpUrl!);
  t.teardown(() => {
    transport.close();
    return campus.close();
  });
  const headers = [
    { key: 'X-PickMyClass-Change', value: 'asu/2271/66445#8:opened' },
    { key: 'X-PickMyClass-Change', value: 'asu/2271/66445#8:instructor' },
  ];
  return {
    campus,
    send: () =>
      transport.sendMail({
        from: 'pmc@example.edu',
        to: 'ada@example.edu',
        messageId: '<one@example.edu>',
        headers,
        text: 'X-PickMyClass-Change: not in the head',
      }),
  };
}

t.test('an accepted mail is kept with the changes named in its headers', async (t) => {
  const { campus, send } = await start(t);
  await send();
  t.match(campus.mails, [
    {
      to: 'ada@example.edu',
      messageId: '<one@example.edu>',
      changes: ['asu/2271/66445#8:opened', 'asu/2271/66445#8:instructor'],
      notice: null,
    },
  ]);
  const { mails } = (await (await fetch(`${campus.controlUrl}/api/mails`)).json()) as { mails: unknown[] };
  t.same(mails, campus.mails, 'and can be read from outside');
});

t.test('mailQuota: mails are refused because of the sender, until the fault is over', async (t) => {
  const { campus, send } = await start(t);
  campus.misbehave({ mailQuota: { next: 1 } });
  await t.rejects(send(), { message: /550 5\.4\.5/ });
  t.same(campus.mails, []);
  await send();
  t.equal(campus.mails.length, 1);
});

t.test('mailDelayMs: the mail is accepted at the final dot, which is answered later', async (t) => {
  const clock = new ManualClock();
  const { campus, send } = await start(t, clock);
  campus.misbehave({ mailDelayMs: 60_000 });
  const sent = send();
  while (campus.mails.length === 0) await new Promise(setImmediate);
  await clock.advance(60_000);
  await sent;
});
