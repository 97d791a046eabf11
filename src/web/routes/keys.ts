/** /api/v1/keys: the keys of other programs, for HTTP and MQTT. */
import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { newSecret } from '../../net/secret.ts';
import type { StoredKey } from '../../store/keys.ts';
import { KEY_RATE_DEFAULT } from '../contract/key-limits.ts';
import * as contract from '../contract/keys.ts';
import { webError } from '../errors.ts';
import { enter } from '../http/audited.ts';
import type { Routes } from '../http/route.ts';

const ID_BYTES = 6;
/** Every node has the list of keys in memory. */
const KEYS_MAX = 1_000;
const REVOKED_SHOWN = 50;

export const keyRoutes: Routes = (app, { node: { store, keys } }) => {
  const tags = ['operator'];

  app.get(
    '/api/v1/keys',
    { schema: { tags, summary: 'Keys of other programs', response: { 200: contract.KeyList } } },
    async () => ({
      keys: (await store.keys.living()).map(viewOf),
      revoked: (await store.keys.revoked(REVOKED_SHOWN)).map(viewOf),
    }),
  );

  app.post(
    '/api/v1/keys',
    {
      config: { errors: ['PMC_KEY_LIMIT'] },
      schema: {
        tags,
        summary: 'Make a key. Its secret is in this answer only',
        body: contract.NewKey,
        response: { 201: contract.MadeKey },
      },
    },
    async (request, reply) => {
      const { body } = request;
      if ((await store.keys.living()).length >= KEYS_MAX) throw webError('PMC_KEY_LIMIT', { max: KEYS_MAX });
      const { secret, hash } = newSecret();
      const id = `pmc_${randomBytes(ID_BYTES).toString('hex')}`;
      const label = body.label.trim();
      await enter(store.audit, request, 'make-key', `${label} (${id})`);
      const made = await store.keys.add({
        id,
        label,
        hash,
        scopes: body.scopes ?? ['facts'],
        ratePerMinute: body.ratePerMinute ?? KEY_RATE_DEFAULT,
      });
      await keys.changed();
      return reply.code(201).send({ ...factsOf(made), secret });
    },
  );

  app.delete(
    '/api/v1/keys/:id',
    {
      config: { errors: ['PMC_KEY_NOT_FOUND'] },
      schema: {
        tags,
        summary: 'Revoke a key. Its connections end within seconds',
        params: Type.Object({ id: Type.String() }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const key = (await store.keys.living()).find((each) => each.id === id);
      if (key === undefined) throw webError('PMC_KEY_NOT_FOUND', { id: id.slice(0, 100) });
      await enter(store.audit, request, 'revoke-key', `${key.label} (${id})`);
      await store.keys.revoke(id);
      await keys.changed();
      return reply.code(204).send(null);
    },
  );
};

/** Without the hash, which stays in the store. */
function factsOf({ id, label, scopes, ratePerMinute, createdAt }: StoredKey) {
  return { id, label, scopes: [...scopes], ratePerMinute, createdAt };
}

function viewOf(key: StoredKey): contract.Key {
  const { lastUsedAt, revokedAt } = key;
  return { ...factsOf(key), ...(lastUsedAt !== null && { lastUsedAt }), ...(revokedAt !== null && { revokedAt }) };
}
