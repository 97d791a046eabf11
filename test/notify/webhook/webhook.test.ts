import type { Test } from 'tap';
import t from 'tap';
import { SYSTEM_LOOKUP } from '../../../src/net/destination.ts';
import { OutgoingClient } from '../../../src/net/outgoing.ts';
import type { Note } from '../../../src/notify/note.ts';
import { newWebhookSettings } from '../../../src/notify/webhook/settings.ts';
import type { WebhookFormat } from '../../../src/notify/webhook/settings.ts';
import { webhookChannel } from '../../../src/notify/webhook/webhook.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { eventually } from '../../support/eventually.ts';
import { receiver } from '../../support/receiver.ts';
import { change, notification } from '../samples.ts';

const NOTE: Note = {
  title: 'Seat open',
  text: 'A seat opened.',
  register: null,
  watches: { label: 'Your watches', url: 'https://pick.example.edu/' },
  stop: null,
  urgent: true,
};
const yes = async () => true;

function open(t: Test, { allowPrivate = true, clock = new ManualClock() } = {}) {
  const client = new OutgoingClient({ allowPrivate, lookup: SYSTEM_LOOKUP }, clock);
  const channel = webhookChannel(client, () => NOTE);
  t.teardown(() => channel.close());
  return channel;
}

const about = (url: string, format: WebhookFormat = 'json', userId = 'ada', kind = 'opened' as const) =>
  notification(change(kind), {
    channel: 'webhook',
    destination: 'channel-1',
    userId,
    settings: { ...newWebhookSettings(format, url) },
  });

t.test('each notification is one signed request, named by its id', async (t) => {
  const to = await receiver(t);
  const first = about(`${to.url}/hook`);
  const second = { ...first, id: 'second' };
  t.same(await open(t).deliver([first, second], yes), { outcome: 'sent' });
  t.same(
    to.received.map(({ headers }) => headers['idempotency-key']),
    [first.id, 'second'],
  );
  t.match(to.received[0], { method: 'POST', path: '/hook' });
  t.match(JSON.parse(to.received[0]!.body.toString()), { change: { kind: 'opened' }, watch: { id: 'watch-1' } });
});

t.test('a chat gets one message for all of them', async (t) => {
  const to = await receiver(t);
  const each = about(to.url, 'slack');
  t.same(await open(t).deliver([each, { ...each, id: 'second' }], yes), { outcome: 'sent' });
  t.equal(to.received.length, 1);
});

t.test('nothing is sent when the lease is gone', async (t) => {
  const to = await receiver(t);
  t.same(await open(t).deliver([about(to.url)], async () => false), { outcome: 'withdrawn' });
  t.same(to.received, []);
});

t.test('what the receiver answers decides: sent, tried again, or muted', async (t) => {
  const to = await receiver(t);
  const channel = open(t);
  for (const [status, expected] of [
    [200, { outcome: 'sent' }],
    [204, { outcome: 'sent' }],
    [404, { outcome: 'gone', reason: 'gone' }],
    [410, { outcome: 'gone', reason: 'gone' }],
    [400, { outcome: 'gone', reason: 'refused' }],
    [401, { outcome: 'gone', reason: 'refused' }],
    [301, { outcome: 'gone', reason: 'moved' }],
    [408, { outcome: 'failed', outage: false }],
    [429, { outcome: 'failed', outage: false }],
    [500, { outcome: 'failed', outage: false }],
    [503, { outcome: 'failed', outage: false }],
  ] as const) {
    to.status(status, { location: `${to.url}/elsewhere` });
    t.match(await channel.deliver([about(to.url)], yes), expected, String(status));
  }
  t.ok(
    to.received.every(({ path }) => path === '/'),
    'no redirect was followed',
  );
});

t.test('a host that is not public any more is muted, and never connected to', async (t) => {
  const to = await receiver(t);
  const url = `https://localhost:${new URL(to.url).port}/`;
  t.match(await open(t, { allowPrivate: false }).deliver([about(url)], yes), { outcome: 'gone', reason: 'not-public' });
  t.same(to.received, []);
});

t.test('a receiver that hangs costs only itself', async (t) => {
  const hanging = await receiver(t);
  hanging.answer = () => undefined;
  const healthy = await receiver(t);
  const clock = new ManualClock();
  const channel = open(t, { clock });
  const hung = Array.from({ length: 200 }, (_, index) =>
    channel.deliver([about(hanging.url, 'json', `mallory${index}`)], yes),
  );
  await eventually(() => hanging.received.length === 64);
  await clock.advance(500);
  t.equal(
    (await Promise.all(hung.slice(64))).every(({ outcome }) => outcome === 'busy'),
    true,
    'the rest is put off',
  );
  t.same(await channel.deliver([about(healthy.url)], yes), { outcome: 'sent' });
  await clock.advance(9_500);
  t.match(await Promise.all(hung.slice(0, 64)), [{ outcome: 'failed' }]);
  const next = [0, 1, 2].map((index) => channel.deliver([about(hanging.url, 'json', `m${index}`)], yes));
  t.same(
    (await Promise.all(next.slice(1))).map(({ outcome }) => outcome),
    ['busy', 'busy'],
    'now it has one place',
  );
  await clock.advance(10_000);
  await next[0];
});

t.test('a host that answers takes more messages than it has places for, one after another', async (t) => {
  const to = await receiver(t);
  const waiting: (() => void)[] = [];
  to.answer = (response) => void waiting.push(() => response.writeHead(204).end());
  const channel = open(t, { clock: new ManualClock() });
  const all = Array.from({ length: 128 }, (_, index) => channel.deliver([about(to.url, 'json', `s${index}`)], yes));
  await eventually(() => waiting.length === 64);
  for (const answer of waiting.splice(0)) answer();
  await eventually(() => waiting.length === 64);
  for (const answer of waiting.splice(0)) answer();
  t.ok((await Promise.all(all)).every(({ outcome }) => outcome === 'sent'));
});

t.test('dead hosts of one student never count as an outage', async (t) => {
  const channel = open(t);
  for (let port = 1; port <= 5; port += 1)
    t.match(await channel.deliver([about(`http://127.0.0.1:${port}/`)], yes), { outcome: 'failed', outage: false });
});

t.test('a test says that it is one', async (t) => {
  const to = await receiver(t);
  const { settings } = about(to.url);
  t.same(await open(t).test(settings, { key: 'test-1', note: NOTE }), { outcome: 'sent' });
  t.match(to.received, [{ headers: { 'idempotency-key': 'test-1' } }]);
  t.same(JSON.parse(to.received[0]!.body.toString()), { test: true });
});
