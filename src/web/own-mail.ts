/**
 * Somebody who tries the program on their own machine has no mail server: mail goes to files. They are told where the
 * files are, and get the link itself. Anyone who can ask for this can sign in with any address, so it must be nobody
 * else: nothing is configured, the server listens on a loopback address only, and the request was made to it by that
 * name (a page of another site can make its own name lead here).
 */
import { join, resolve } from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';
import { isLoopback } from '../config/reader.ts';

type Settings = Pick<Config, 'mail' | 'http' | 'publicUrl' | 'operatorEmails' | 'viewerEmails' | 'dataDir'>;

/** Returns the directory of the mails; null if the client must not be told. `simulated`: the sections are made up. */
export function ownMailDirectory(
  { mail, http, publicUrl, operatorEmails, viewerEmails, dataDir }: Settings,
  simulated: boolean,
  { headers }: Pick<FastifyRequest, 'headers'>,
): string | null {
  const unconfigured =
    simulated &&
    mail.smtpUrl === null &&
    mail.resendApiKey === null &&
    publicUrl === null &&
    operatorEmails.length === 0 &&
    viewerEmails.length === 0 &&
    http.trustProxy.length === 0;
  return unconfigured && isLoopback(http.host) && isDirect(headers) ? resolve(join(dataDir, 'mail')) : null;
}

/** Whether the request was made to a loopback name, and not passed on by a proxy. */
function isDirect(headers: FastifyRequest['headers']): boolean {
  const url = `http://${headers.host ?? ''}`;
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'].some(
    (name) => headers[name] !== undefined,
  );
  return !passedOn && URL.canParse(url) && isLoopback(new URL(url).hostname);
}
