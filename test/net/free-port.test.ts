import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { freePort, isPortFree } from '../../src/net/free-port.ts';

t.test('a port in use is not free, and the next free port is found', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  t.equal(await isPortFree(port, '127.0.0.1'), false);
  t.ok((await freePort(port, '127.0.0.1')) > port);
  t.equal(await isPortFree(0, '127.0.0.1'), true, 'any port is a free one');
  t.ok((await freePort(0, '127.0.0.1')) > 0, 'any one is a certain one');
});
