/** Writes mails to files when no mail server is configured: one .eml per mail, which any mail program opens. */
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../runtime/index.ts';
import type { Bundle, MailChannel } from '../channel.ts';
import type { MailSettings } from './message.ts';
import { deliveryError, mailError } from './mail-errors.ts';
import { composeBundle, composePlain, messageName } from './message.ts';

const WRITERS = 5;

/** The channel that writes to `directory`. It is created, readable by its owner only, as mails hold sign-in links. */
export function filesChannel(directory: string, settings: MailSettings, clock: Clock): MailChannel {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  const createDirectory = () => mkdir(directory, { recursive: true, mode: 0o700 });

  /** Resolves with false when the mail was withdrawn. */
  async function write(name: string, mail: SendMailOptions, mayHandOver = async () => true): Promise<boolean> {
    const { message } = await composer.sendMail(mail);
    const unfinished = join(directory, `.${name}.unfinished`);
    await createDirectory();
    await writeFile(unfinished, message as Buffer, { mode: 0o600, flush: true });
    const isHeld = await mayHandOver();
    if (isHeld) await rename(unfinished, join(directory, `${name}.eml`));
    else await rm(unfinished, { force: true });
    return isHeld;
  }

  return {
    name: 'email',
    concurrency: WRITERS,
    async deliver(bundle, mayHandOver) {
      try {
        const written = await write(fileName(bundle), composeBundle(bundle, settings, clock.now()), mayHandOver);
        return { outcome: written ? 'sent' : 'withdrawn' };
      } catch (error) {
        return deliveryError(error);
      }
    },
    async send(mail) {
      try {
        await write(`${timestamp(clock.now())}-${randomUUID()}`, composePlain(mail, settings.from, clock.now()));
      } catch (error) {
        throw mailError(error);
      }
    },
    async verify() {
      try {
        await createDirectory();
      } catch (error) {
        throw mailError(error);
      }
    },
    async close() {
      composer.close();
    },
  };
}

/** Sorts by time and names the section. It is the same on every attempt, so a repeated mail replaces the first. */
function fileName(bundle: Bundle): string {
  const [{ detectedAt, section }] = bundle;
  return `${timestamp(detectedAt)}-${section.replaceAll('/', '-')}-${messageName(bundle).slice(0, 12)}`;
}

/** `20261123T200000Z`. */
function timestamp(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
}
