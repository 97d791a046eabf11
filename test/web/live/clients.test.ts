import t from 'tap';
import { allowKeys, Clients } from '../../../src/web/live/clients.ts';
import { SOCKETS_PER_CLIENT } from '../../../src/web/limits.ts';

t.test('a client may have 2,000 connections', (t) => {
  const clients = new Clients(SOCKETS_PER_CLIENT);
  const connections = Array.from({ length: 2_000 }, () => clients.enter('one'));
  t.throws(() => clients.enter('one'), { code: 'PMC_LIVE_LIMIT', message: /2000/ });
  clients.enter('another');
  clients.leave(connections[0]!);
  clients.enter('one');
  t.end();
});

t.test('a client may have 100,000 subscriptions', (t) => {
  const client = new Clients(SOCKETS_PER_CLIENT).enter('one');
  client.keys = 99_999;
  allowKeys(client, 1);
  t.throws(() => allowKeys(client, 2), { code: 'PMC_LIVE_LIMIT', message: /100000/ });
  t.end();
});

t.test('a client with more than 4 MB of unread answers is not served', (t) => {
  const clients = new Clients(SOCKETS_PER_CLIENT);
  const client = clients.enter('one');
  client.unreadBytes = 4 * 1024 * 1024;
  t.ok(clients.reads('one'));
  client.unreadBytes += 1;
  t.notOk(clients.reads('one'));
  clients.leave(client);
  t.ok(clients.reads('one'), 'a client that has gone blocks nobody');
  t.end();
});
