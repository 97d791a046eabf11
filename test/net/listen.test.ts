import t from 'tap';
import { listenAt, listenHttp } from '../../src/net/listen.ts';

const failWith = (code: string): Error => Object.assign(new Error(code), { code });
const at = { name: 'PORT', host: '127.0.0.1', port: 3_000, nextFree: true } as const;

/** Listens on a port unless it is in the list of taken ports. */
const taken =
  (...ports: number[]) =>
  async (port: number): Promise<number> => {
    if (ports.includes(port)) throw failWith('EADDRINUSE');
    return port;
  };

t.test('if a default port is taken, the next free one is used', async (t) => {
  t.equal(await listenAt(at, taken()), 3_000);
  t.equal(await listenAt(at, taken(3_000, 3_001)), 3_002);
});

t.test('if a configured port is taken, it is an error', async (t) => {
  await t.rejects(listenAt({ ...at, nextFree: false }, taken(3_000)), { code: 'PMC_PORT_TAKEN', message: /3000/ });
  await t.rejects(listenAt({ ...at, port: 65_535 }, taken(65_535)), { code: 'PMC_PORT_TAKEN' });
});

t.test('a forbidden port and a host of another machine are errors of their variables', async (t) => {
  const fail = (code: string) => async (): Promise<number> => {
    throw failWith(code);
  };
  await t.rejects(listenAt(at, fail('EACCES')), { code: 'PMC_CONFIG_INVALID', message: /PORT=3000/ });
  await t.rejects(listenAt(at, fail('EADDRNOTAVAIL')), { code: 'PMC_CONFIG_INVALID', message: /HOST=127\.0\.0\.1/ });
});

t.test('an HTTP server reports the port it listens on', async (t) => {
  t.equal(await listenHttp({ listen: async ({ host, port }) => `http://${host}:${port}` }, at), 3_000);
});
