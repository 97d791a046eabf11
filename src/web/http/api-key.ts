/** Keys of other programs in requests: `Authorization: Bearer <id>.<secret>`. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../../net/client-key.ts';
import { sameSecret } from '../../net/same-secret.ts';
import type { KeyRing } from '../../nodes/key-ring.ts';
import type { StoredKey } from '../../store/keys.ts';
import { webError } from '../errors.ts';
import { REQUESTS_PER_MINUTE } from '../limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that the request was made with. */
    apiKey: StoredKey | null;
  }
}

/** The dot tells a key from the operator's token, unless that has one too. */
const KEY = /^Bearer +([^\s.]+)\.(\S+)$/i;

type Keys = Pick<KeyRing, 'check'>;

/** The key in an Authorization header; null: it has none. Rejects with PMC_KEY_WRONG. */
export async function keyIn(authorization: string, keys: Keys, operatorToken: string): Promise<StoredKey | null> {
  const [, id, secret] = KEY.exec(authorization) ?? [];
  if (id === undefined || secret === undefined || sameSecret(`${id}.${secret}`, operatorToken)) return null;
  const key = await keys.check(id, secret);
  if (key === undefined) throw webError('PMC_KEY_WRONG', {});
  return key;
}

/** A hook that finds the key of a request. Rejects with PMC_KEY_WRONG. */
export function findKey(keys: Keys, operatorToken: string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    request.apiKey = await keyIn(request.headers.authorization ?? '', keys, operatorToken).catch((error: unknown) => {
      reply.header('www-authenticate', 'Bearer error="invalid_token"');
      throw error;
    });
  };
}

/** For @fastify/rate-limit: a key has its own limit, wherever it is used. All others are counted by their address. */
export const limitByKey = {
  keyGenerator: (request: FastifyRequest): string =>
    request.apiKey === null ? clientOf(request) : `key ${request.apiKey.id}`,
  max: (request: FastifyRequest): number => request.apiKey?.ratePerMinute ?? REQUESTS_PER_MINUTE,
};
