import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import { pushBrowser, vapidClaims } from '../../support/push-browser.ts';
import { receiver } from '../../support/receiver.ts';
import { stage, VAPID } from './students-stage.ts';

async function push(t: Parameters<typeof stage>[0], serverKey = VAPID.publicKey) {
  const test = await stage(t);
  const service = await receiver(t);
  const browser = pushBrowser(`${service.url}/push/1`);
  const { endpoint, keys } = browser.subscription;
  await test.watcher('ada', 'web-push', { endpoint, keys, serverKey });
  return { ...test, service, browser };
}

t.test('an opening arrives in the browser, in words and with a link', async (t) => {
  const { opening, service, browser } = await push(t);
  service.status(201);
  await opening();
  await eventually(() => service.received.length > 0);
  const [message] = service.received;
  const { title, links, urgent } = JSON.parse(browser.decrypt(message!.body));
  t.match(title, /CSE 310/);
  t.equal(urgent, true);
  t.match(links, [
    { url: 'https://classes.example.edu/' },
    { label: 'Got it, stop', url: /^https:\/\/pick\.example\.edu\/api\/v1\/unsubscribe\?token=/, done: String },
  ]);
  t.equal(vapidClaims(message!, VAPID.publicKey).aud, service.url);
});

t.test('a browser that ended its subscription is muted', async (t) => {
  const { opening, service, mutedOf } = await push(t);
  service.status(410);
  await opening();
  t.equal((await eventually(async () => (await mutedOf('ada')) ?? undefined)).reason, 'gone');
});

t.test('a push service that is overloaded is asked again later', async (t) => {
  const { opening, service, mutedOf, clock } = await push(t);
  service.status(429);
  await opening();
  await eventually(() => service.received.length === 1);
  service.status(201);
  await eventually(async () => {
    await clock.advance(1_000);
    return service.received.length === 2;
  });
  t.equal(await mutedOf('ada'), null);
});

t.test('a browser that subscribed with another key of ours is muted, and nothing is sent', async (t) => {
  const { opening, service, mutedOf } = await push(t, 'another key');
  await opening();
  t.equal((await eventually(async () => (await mutedOf('ada')) ?? undefined)).reason, 'old-key');
  t.same(service.received, []);
});
