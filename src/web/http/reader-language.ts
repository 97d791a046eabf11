/** The language that a page or a feed is written in for a request without a signed-in student. */
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { type Language, languageFor } from '../../words/language.ts';
import { LANGUAGE_COOKIE } from '../contract/boot.ts';

/** The headers that it depends on, for `Vary`. */
export const LANGUAGE_VARIES = 'accept-language, cookie';

/** What was last chosen in this browser, else what the browser asks for; English if we have none of it. */
export function readerLanguage(request: FastifyRequest): Language {
  // A request whose address cannot be read is answered before its cookies are.
  const cookies: FastifyRequest['cookies'] | undefined = request.cookies;
  const chosen = cookies?.[LANGUAGE_COOKIE];
  return languageFor(chosen === undefined ? new Negotiator(request).languages() : [chosen]);
}
