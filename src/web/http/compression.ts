/**
 * Compresses answers that are made for one request: JSON, pages, feeds. The built files are compressed when they are
 * built, and are served as they are.
 */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/** Bytes. Below this, the headers weigh more than what would be saved. */
const WORTH_BYTES = 1_024;
const TEXT = /^(?:text\/|application\/(?:json|atom\+xml|manifest\+json))/;
/** The best quality takes a hundred times as long as this one, for a tenth fewer bytes. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

const brotli = promisify<Buffer, typeof BROTLI, Buffer>(brotliCompress);
const ENCODERS: Record<string, (body: Buffer) => Promise<Buffer>> = {
  br: (body) => brotli(body, BROTLI),
  gzip: promisify<Buffer, Buffer>(gzip),
};

/** A hook for Fastify's `onSend`. */
export async function compress(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
  if (reply.hasHeader('content-encoding') || !TEXT.test(String(reply.getHeader('content-type')))) return payload;
  const body = Buffer.from(payload);
  if (body.length < WORTH_BYTES) return payload;
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`);
  const encoding = new Negotiator(request).encodings(['br', 'gzip', 'identity'], { preferred: ['br'] })[0];
  const encode = encoding === undefined ? undefined : ENCODERS[encoding];
  if (encoding === undefined || encode === undefined) return payload;
  reply.removeHeader('content-length');
  reply.header('content-encoding', encoding);
  return encode(body);
}
