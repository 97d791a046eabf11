import { createServer } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import type { Test } from 'tap';
import t from 'tap';
import { makeCertificate } from '../../scripts/campus/certificate.ts';
import { resolveDestination, SYSTEM_LOOKUP } from '../../src/net/destination.ts';
import { OUTGOING_TIMEOUT_MS, OutgoingClient } from '../../src/net/outgoing.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { eventually } from '../support/eventually.ts';
import { receiver } from '../support/receiver.ts';

function client(t: Test, { allowPrivate = true, lookup = SYSTEM_LOOKUP, clock = systemClock } = {}): OutgoingClient {
  const outgoing = new OutgoingClient({ allowPrivate, lookup }, clock);
  t.teardown(() => outgoing.close());
  return outgoing;
}

const post = (url: string) => ({ method: 'POST', url, headers: { 'x-a': 'b' }, body: 'héllo' }) as const;

t.test('a message arrives, and any status is an answer', async (t) => {
  const to = await receiver(t);
  const outgoing = client(t);
  to.answer = (response) => void response.writeHead(418).end('short and stout');
  t.same(await outgoing.send(post(`${to.url}/tea?a=1`)), { status: 418, text: 'short and stout' });
  t.match(to.received, [{ method: 'POST', path: '/tea?a=1', headers: { 'x-a': 'b', 'content-length': '6' } }]);
  t.equal(to.received[0]!.body.toString(), 'héllo');
});

t.test('a redirect is not followed', async (t) => {
  const secret = await receiver(t);
  const to = await receiver(t);
  to.status(307, { location: `${secret.url}/admin` });
  t.equal((await client(t).send(post(to.url))).status, 307);
  t.same(secret.received, []);
});

t.test('a name that resolves to this machine is not connected to', async (t) => {
  const to = await receiver(t);
  const { port } = new URL(to.url);
  const outgoing = client(t, { allowPrivate: false });
  await t.rejects(outgoing.send(post(`https://localhost:${port}/`)), { code: 'PMC_DESTINATION_REFUSED' });
  await t.rejects(outgoing.send(post(`https://127.0.0.1:${port}/`)), { code: 'PMC_DESTINATION_REFUSED' });
  t.same(to.received, []);
});

t.test('a name that changes its address after it was checked is not connected to', async (t) => {
  const to = await receiver(t);
  const addresses = ['8.8.8.8', '127.0.0.1'];
  const lookup: LookupFunction = (_name, _options, done) => done(null, [{ address: addresses.shift()!, family: 4 }]);
  const url = `https://rebind.example.edu:${new URL(to.url).port}/`;
  t.equal((await resolveDestination(url, { allowPrivate: false, lookup })).href, url);
  await t.rejects(client(t, { allowPrivate: false, lookup }).send(post(url)), { code: 'PMC_DESTINATION_REFUSED' });
  t.same(to.received, []);
});

t.test('a receiver that hangs is given up after ten seconds', async (t) => {
  const to = await receiver(t);
  to.answer = () => undefined;
  const clock = new ManualClock();
  const sending = client(t, { clock }).send(post(to.url));
  sending.catch(() => undefined);
  await eventually(() => to.received.length === 1);
  await clock.advance(OUTGOING_TIMEOUT_MS);
  await t.rejects(sending, { code: 'PMC_DESTINATION_UNREACHABLE', message: /no answer in 10000 ms/ });
});

t.test('a receiver that answers in small pieces for ever is given up too', async (t) => {
  const to = await receiver(t);
  to.answer = (response) => void response.writeHead(200).write('.');
  const clock = new ManualClock();
  const sending = client(t, { clock }).send(post(to.url));
  sending.catch(() => undefined);
  await eventually(() => to.received.length === 1);
  await clock.advance(OUTGOING_TIMEOUT_MS);
  await t.rejects(sending, { code: 'PMC_DESTINATION_UNREACHABLE' });
});

t.test('only the first part of a long answer is read', async (t) => {
  const to = await receiver(t);
  let closed = false;
  to.answer = (response) => {
    response.writeHead(200).on('close', () => (closed = true));
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
  t.equal((await client(t).send(post(to.url))).text.length, 4_096);
  await eventually(() => closed);
});

t.test('a receiver that is not there, and one with an invalid certificate, cannot be reached', async (t) => {
  const outgoing = client(t);
  await t.rejects(outgoing.send(post('http://127.0.0.1:1/')), { code: 'PMC_DESTINATION_UNREACHABLE' });
  const server = createServer(makeCertificate(Date.now()), (_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  await t.rejects(outgoing.send(post(`https://127.0.0.1:${port}/`)), { message: /self-signed/ });
});
