/** Sends a mail that somebody waits for and that is stored nowhere: tries a few times in quick succession. */
import type { Clock } from '../runtime/index.ts';
import { CodedError } from '../runtime/index.ts';
import type { MailChannel } from './channel.ts';

const PAUSES_MS = [1_000, 4_000, 10_000];

/** Rejects with PMC_MAIL_REFUSED at once, or with PMC_MAIL_FAILED after the last attempt. */
export async function sendWithRetries(
  channel: Pick<MailChannel, 'send'>,
  mail: Parameters<MailChannel['send']>[0],
  clock: Clock,
): Promise<void> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await channel.send(mail);
    } catch (error) {
      if (error instanceof CodedError && error.next === 'never') throw error;
      // The caller gets only the last error. The channel has counted this one.
      await new Promise<void>((resolve) => {
        clock.setTimeout(resolve, pauseMs);
      });
    }
  }
  await channel.send(mail);
}
