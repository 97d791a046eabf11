import t from 'tap';
import { newWebhookSettings } from '../../../src/notify/webhook/settings.ts';
import { eventually } from '../../support/eventually.ts';
import { receiver } from '../../support/receiver.ts';
import { stage } from './students-stage.ts';

t.test('an opening arrives at a webhook, once', async (t) => {
  const { watcher, opening, store, clock } = await stage(t);
  const to = await receiver(t);
  await watcher('ada', 'webhook', newWebhookSettings('json', `${to.url}/hook`));
  await opening();
  await eventually(() => to.received.length > 0);
  t.match(JSON.parse(to.received[0]!.body.toString()), { change: { kind: 'opened', after: { status: 'open' } } });
  await eventually(async () => (await store.notifications.nextDueInMs('webhook')) === null);
  await clock.advance(60_000);
  t.equal(to.received.length, 1);
});

t.test('a webhook that fails is tried again, with the same key', async (t) => {
  const { watcher, opening, clock } = await stage(t);
  const to = await receiver(t);
  to.status(503);
  await watcher('ada', 'webhook', newWebhookSettings('json', to.url));
  await opening();
  await eventually(() => to.received.length === 1);
  to.status(200);
  await eventually(async () => {
    await clock.advance(1_000);
    return to.received.length === 2;
  });
  t.equal(to.received[1]!.headers['idempotency-key'], to.received[0]!.headers['idempotency-key']);
});

t.test('a webhook that was deleted is muted with the reason, and no dead letter bothers the operator', async (t) => {
  const { watcher, opening, store, mutedOf, node } = await stage(t);
  const to = await receiver(t);
  to.status(404);
  await watcher('ada', 'webhook', newWebhookSettings('discord', to.url));
  await opening();
  const muted = await eventually(async () => (await mutedOf('ada')) ?? undefined);
  t.equal(muted.reason, 'gone');
  t.same(await store.deadLetters.list(10), []);
  t.equal(await store.notifications.nextDueInMs('webhook'), null);
  t.equal(node('notifying/webhook').breaker, 'closed');
});

t.test('a webhook that hangs does not keep others waiting', async (t) => {
  const { watcher, opening } = await stage(t);
  const hanging = await receiver(t);
  hanging.answer = () => undefined;
  const healthy = await receiver(t);
  await watcher('mallory', 'webhook', newWebhookSettings('json', hanging.url));
  await watcher('ada', 'webhook', newWebhookSettings('json', healthy.url));
  await opening();
  await eventually(() => hanging.received.length === 1 && healthy.received.length === 1);
  t.pass();
});

t.test('a webhook that cannot be reached until its messages are given up is muted', async (t) => {
  const { watcher, opening, mutedOf, clock } = await stage(t);
  await watcher('ada', 'webhook', newWebhookSettings('json', 'http://127.0.0.1:1/'));
  await opening();
  const muted = await eventually(async () => {
    await clock.advance(30_000);
    return (await mutedOf('ada')) ?? undefined;
  });
  t.equal(muted.reason, 'unreachable');
});

t.test('a message that cannot be prepared is given up in time, and does not mute its channel', async (t) => {
  const { watcher, opening, mutedOf, clock, store } = await stage(t);
  await watcher('ada', 'webhook', { format: 'json', url: 'no URL', secret: 'secret' });
  await opening();
  const [letter] = await eventually(async () => {
    await clock.advance(30_000);
    const letters = await store.deadLetters.list(10);
    return letters.length > 0 ? letters : undefined;
  });
  t.match(
    letter!.error,
    /^PMC_GIVEN_UP: gave up after \d+ attempts in \d+ s; the last error: PMC_INTERNAL: Invalid URL$/,
  );
  t.equal(await mutedOf('ada'), null);
});
