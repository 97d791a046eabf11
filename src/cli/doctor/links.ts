/** Checks whether the links in mails that are really sent work on the machines of students. */
import type { Config } from '../../config/config.ts';
import { isLoopback } from '../../config/reader.ts';
import { cliError } from '../errors.ts';

export function examineLinks({ publicUrl, mail }: Pick<Config, 'publicUrl' | 'mail'>): string {
  if (mail.smtpUrl === null && mail.resendApiKey === null) return 'mails are files, so any address works';
  const problem = problemOf(publicUrl);
  if (problem !== undefined) throw cliError('PMC_LINKS_UNREACHABLE', { problem });
  return 'students can open them, and end a watch with one click';
}

function problemOf(publicUrl: string | null): string | undefined {
  if (publicUrl === null)
    return 'mail is sent, and the links in it point to this machine, because PUBLIC_URL is not set';
  const { protocol, hostname } = new URL(publicUrl);
  if (isLoopback(hostname))
    return `mail is sent, and the links in it point to ${hostname}, which is each reader's own machine`;
  // RFC 8058, section 3.1: the address to unsubscribe with one click must be https.
  if (protocol !== 'https:')
    return 'mail programs offer to unsubscribe with one click only if PUBLIC_URL begins with https';
  return undefined;
}
