/** The routes for keys of the fake page server. */
import type { Key, NewKey } from '../../../../src/web/contract/keys.ts';
import type { PageServer } from './server.ts';

/** Returns the list that they answer with. */
export function serveKeys(server: PageServer, now: number): Key[] {
  const at = (ago: number): string => new Date(now - ago).toISOString();
  const keys: Key[] = [
    {
      id: 'pmc_5f0c2d9be1a4',
      label: 'Home Assistant',
      scopes: ['facts'],
      ratePerMinute: 600,
      createdAt: at(40 * 86_400_000),
      lastUsedAt: at(12_000),
    },
    {
      id: 'pmc_0a1b2c3d4e5f',
      label: 'Old script',
      scopes: ['facts', 'view'],
      ratePerMinute: 60,
      createdAt: at(90 * 86_400_000),
      revokedAt: at(3_600_000),
    },
  ];
  const revoke = (id: string): void =>
    void server.routes.set(`DELETE /api/v1/keys/${id}`, () => {
      keys.find((key) => key.id === id)!.revokedAt = new Date().toISOString();
      return { status: 204 };
    });
  server.routes.set('GET /api/v1/keys', () => ({
    status: 200,
    body: {
      keys: keys.filter(({ revokedAt }) => revokedAt === undefined),
      revoked: keys.filter(({ revokedAt }) => revokedAt !== undefined),
    },
  }));
  server.routes.set('POST /api/v1/keys', (body) => {
    const { label, scopes = ['facts'], ratePerMinute = 600 } = body as NewKey;
    const key: Key = { id: 'pmc_c0ffee000001', label, scopes, ratePerMinute, createdAt: new Date().toISOString() };
    keys.unshift(key);
    revoke(key.id);
    return { status: 201, body: { ...key, secret: 'CmA2sBhXvW9Yb0mJq1k3nTzU5eLpR7dG' } };
  });
  for (const { id } of keys) revoke(id);
  return keys;
}
