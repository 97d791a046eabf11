/** Caches and conditional requests for public reads. A client that has an answer already gets 304 without a body. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A hook for Fastify's `onSend`, which must come before compression: the tag is the same for every encoding. */
export async function answerConditionally(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const { maxAge } = request.routeOptions.config;
  if (maxAge === undefined || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  const tag = `W/"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`;
  reply.headers({ etag: tag, 'cache-control': maxAge === 0 ? 'public, no-cache' : `public, max-age=${maxAge}` });
  if (!names(request.headers['if-none-match'], tag)) return payload;
  reply.code(304).removeHeader('content-type');
  return null;
}

/** Whether a list of tags has this one. Compares weakly (RFC 9110): `W/` makes no difference. */
function names(tags: string | undefined, tag: string): boolean {
  const plain = (one: string): string => one.trim().replace(/^W\//, '');
  return tags?.split(',').some((one) => plain(one) === '*' || plain(one) === plain(tag)) === true;
}
