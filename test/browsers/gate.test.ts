import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import type { Test } from 'tap';
import { Gate } from '../../src/browsers/gate.ts';
import type { Destination, Permission } from '../../src/browsers/gate.ts';

async function open(
  t: Test,
  permissionFor: (destination: Destination) => Permission,
): Promise<{ gate: URL; refused: string[] }> {
  const refused: string[] = [];
  const gate = await Gate.open({
    permissionFor,
    onRefused: ({ hostname, port }) => {
      refused.push(`${hostname}:${port}`);
    },
  });
  t.teardown(() => {
    gate.close();
  });
  return { gate: new URL(gate.url), refused };
}

async function serve(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function ask(gate: URL, url: string): Promise<{ status: number | undefined; body: string }> {
  const asked = request({ host: gate.hostname, port: gate.port, path: url, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}

/** Opens a tunnel. Resolves to the first line that came back, or `closed`. */
async function tunnel(gate: URL, to: string): Promise<{ socket: Socket; line: string }> {
  const socket = connect(Number(gate.port), gate.hostname);
  socket.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`);
  const [data] = (await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => ['closed'])])) as [
    Buffer | string,
  ];
  return { socket, line: data.toString().split('\r\n')[0]! };
}

t.test('a plain request to an allowed host is forwarded with its path and query', async (t) => {
  const port = await serve(
    t,
    createServer((asked, answer) => {
      answer.writeHead(418, { 'x-own': 'yes' }).end(asked.url);
    }),
  );
  const { gate } = await open(t, ({ path }) => (path === '/a' ? 'anywhere' : 'refused'));
  t.same(await ask(gate, `http://127.0.0.1:${port}/a?b=%20c`), { status: 418, body: '/a?b=%20c' });
});

t.test('a refused host is reported, and the connection ends without an answer', async (t) => {
  const { gate, refused } = await open(t, () => 'refused');
  await t.rejects(ask(gate, 'http://127.0.0.1:9/'), { code: 'ECONNRESET' });
  t.match((await tunnel(gate, '127.0.0.1:9')).line, /403/);
  t.same(refused, ['127.0.0.1:9', '127.0.0.1:9']);
});

t.test('a browser that resets a refused tunnel does no harm', async (t) => {
  const { gate } = await open(t, () => 'refused');
  const socket = connect({ port: Number(gate.port), host: gate.hostname, allowHalfOpen: true });
  socket.write('CONNECT 127.0.0.1:9 HTTP/1.1\r\n\r\n');
  await once(socket, 'data');
  socket.resetAndDestroy();
  t.match((await tunnel(gate, '127.0.0.1:9')).line, /403/);
});

t.test('an unreachable host ends the connection, as it would without a gate', async (t) => {
  const port = await serve(
    t,
    createTcpServer((socket) => {
      socket.destroy();
    }),
  );
  const { gate } = await open(t, () => 'anywhere');
  await t.rejects(ask(gate, `http://127.0.0.1:${port}/`), { code: 'ECONNRESET' });
  await t.rejects(ask(gate, 'http://nobody.invalid/'), { code: 'ECONNRESET' });
});

t.test('a tunnel carries bytes both ways', async (t) => {
  const port = await serve(
    t,
    createTcpServer((socket) => {
      socket.pipe(socket);
    }),
  );
  const { gate } = await open(t, ({ path, method }) =>
    path === null && method === 'CONNECT' ? 'anywhere' : 'refused',
  );
  const { socket, line } = await tunnel(gate, `127.0.0.1:${port}`);
  t.teardown(() => socket.destroy());
  t.match(line, /200/);
  socket.write('hello');
  t.equal(String((await once(socket, 'data'))[0]), 'hello');
});

t.test('a public host whose name resolves to this machine is not found', async (t) => {
  let reached = 0;
  const port = await serve(
    t,
    createServer((_asked, answer) => {
      reached += 1;
      answer.end();
    }),
  );
  const { gate } = await open(t, () => 'public');
  await t.rejects(ask(gate, `http://localhost:${port}/`), { code: 'ECONNRESET' });
  t.equal((await tunnel(gate, `localhost:${port}`)).line, 'closed');
  t.equal(reached, 0);
});

t.test('anything that is not the address of a host is refused', async (t) => {
  const { gate } = await open(t, () => 'anywhere');
  for (const line of [
    'GET / HTTP/1.1',
    'GET ftp://127.0.0.1/ HTTP/1.1',
    'GET http:// HTTP/1.1',
    'CONNECT : HTTP/1.1',
    'CONNECT %% HTTP/1.1',
  ]) {
    const socket = connect(Number(gate.port), gate.hostname);
    socket.on('error', () => {}).resume(); // a reset also ends it
    socket.write(`${line}\r\nHost: x\r\n\r\n`);
    await once(socket, 'close');
    t.pass(line);
  }
});
