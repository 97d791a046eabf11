/** Keys of other programs. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { KEY_SCOPES } from '../../store/keys.ts';
import { Instant } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';
import { KEY_RATE_DEFAULT, KEY_RATE_MAX } from './key-limits.ts';

const Scopes = Type.Array(Type.Enum([...KEY_SCOPES]), {
  minItems: 1,
  uniqueItems: true,
  description: 'facts: public facts, over HTTP and MQTT; view: also what operators see, but changes nothing',
});

const facts = {
  id: Type.String({ description: 'the user name at the broker' }),
  label: Type.String(),
  scopes: Scopes,
  ratePerMinute: Type.Integer({ description: 'HTTP requests' }),
  createdAt: Instant,
};

const EXAMPLE = {
  id: 'pmc_5f0c2d9be1a4',
  label: 'Home Assistant',
  scopes: ['facts'],
  ratePerMinute: KEY_RATE_DEFAULT,
  createdAt: '2026-11-23T19:00:00.000Z',
};

export const Key = Type.Object(
  {
    ...facts,
    lastUsedAt: Type.Optional(Type.String({ description: 'ISO 8601, UTC, up to a minute old; absent: never' })),
    revokedAt: Type.Optional(Instant),
  },
  { title: 'Key', examples: [{ ...EXAMPLE, lastUsedAt: '2026-11-23T20:00:00.000Z' }] },
);
export type Key = Static<typeof Key>;

export const KeyList = Type.Object(
  {
    keys: Type.Array(Key, { description: 'those that can be used, newest first' }),
    revoked: Type.Array(Key, { description: 'the last ones that were revoked' }),
  },
  { title: 'Keys', examples: [{ keys: [EXAMPLE], revoked: [] }] },
);
export type KeyList = Static<typeof KeyList>;

export const NewKey = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S', description: 'what it is for' }),
    scopes: Type.Optional(Scopes),
    ratePerMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: KEY_RATE_MAX })),
  },
  { ...strict, title: 'NewKey', examples: [{ label: 'Home Assistant' }, { label: 'Grafana', scopes: ['view'] }] },
);

export type NewKey = Static<typeof NewKey>;

export const MadeKey = Type.Object(
  { ...facts, secret: Type.String({ description: 'shown this once; the password at the broker' }) },
  { title: 'MadeKey', examples: [{ ...EXAMPLE, secret: 'CmA2sBhXvW9Yb0mJq1k3nTzU5eLpR7dG' }] },
);
export type MadeKey = Static<typeof MadeKey>;
