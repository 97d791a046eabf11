/** E-mail into files, for when no mail server is configured: one .eml per mail, which any mail program opens. */
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../actors/runtime/clock.ts';
import type { Bundle, Channel } from '../channel.ts';
import type { MailSettings } from './message.ts';
import { pmcError, reasonOf } from '../../errors.ts';
import { composeBundle, composePlain, messageName } from './message.ts';

const WRITERS = 5;

/** The channel into `directory`, made when missing and readable for its owner only: the mails hold sign-in links. */
export function filesChannel(directory: string, settings: MailSettings, clock: Clock): Channel {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  async function write(name: string, mail: SendMailOptions): Promise<void> {
    const { message } = await composer.sendMail(mail);
    const path = join(directory, `${name}.eml`);
    const unfinished = join(directory, `.${name}.unfinished`);
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await writeFile(unfinished, message as Buffer, { mode: 0o600, flush: true });
      await rename(unfinished, path);
    } catch (error) {
      throw pmcError('PMC_MAIL_FAILED', { reason: reasonOf(error) }, error);
    }
  }

  return {
    name: 'email',
    concurrency: WRITERS,
    async deliver(bundle) {
      try {
        await write(fileName(bundle), composeBundle(bundle, settings, clock.now()));
        return { outcome: 'sent' };
      } catch (error) {
        return { outcome: 'failed', error: reasonOf(error), outage: true };
      }
    },
    send: (mail) => write(`${timestamp(clock.now())}-${randomUUID()}`, composePlain(mail, settings.from, clock.now())),
    async verify() { await mkdir(directory, { recursive: true, mode: 0o700 }); },
    async close() { composer.close(); },
  };
}

/** Sorts by time, tells the section, and is the same on every attempt: a repeat overwrites itself. */
function fileName(bundle: Bundle): string {
  const [{ detectedAt, section }] = bundle;
  return `${timestamp(detectedAt)}-${section.replaceAll('/', '-')}-${messageName(bundle).slice(0, 12)}`;
}

/** `20261123T200000Z`. */
function timestamp(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
}
