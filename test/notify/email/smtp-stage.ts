/** An SMTP channel and its server. */
import type { Test } from 'tap';
import type { Clock } from '../../../src/runtime/index.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import { smtpChannel } from '../../../src/notify/email/smtp.ts';
import { MailServer } from '../mail-server.ts';
import { SETTINGS } from '../samples.ts';

export const TIMEOUT_MS = 5_000;

/** Both are closed at the end of the test. */
export async function serve(t: Test, clock: Clock = systemClock) {
  const server = await new MailServer().listen();
  const channel = smtpChannel(server.url, TIMEOUT_MS, SETTINGS, clock);
  t.teardown(async () => {
    await channel.close();
    await server.close();
  });
  return { server, channel };
}

/** The mail may be handed over. */
export const yes = async () => true;
/** Makes the server delay its answer until `letGo` is called. `asked` resolves when the server must answer. */
export function thinking(server: MailServer, where: 'rcpt' | 'data') {
  let letGo = () => {};
  const asked = new Promise<void>((resolve) => {
    server.answers[where] = () => {
      resolve();
      return new Promise((answer) => {
        letGo = () => answer(undefined);
      });
    };
  });
  return { asked, letGo: () => letGo() };
}
