/** The language that a page or a feed is written in for a request: the reader's, if we have it. */
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { type Language, languageFor } from '../../words/language.ts';

export function readerLanguage(request: FastifyRequest): Language {
  return languageFor(new Negotiator(request).languages());
}
