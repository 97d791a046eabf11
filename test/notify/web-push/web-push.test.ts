import type { Test } from 'tap';
import t from 'tap';
import { vapidKeysOf } from '../../../src/config/vapid.ts';
import { SYSTEM_LOOKUP } from '../../../src/net/destination.ts';
import { OutgoingClient } from '../../../src/net/outgoing.ts';
import type { Note } from '../../../src/notify/note.ts';
import { webPushChannel } from '../../../src/notify/web-push/web-push.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import { pushBrowser, vapidClaims } from '../../support/push-browser.ts';
import { receiver } from '../../support/receiver.ts';
import { change, notification } from '../samples.ts';

const KEYS = vapidKeysOf('a session secret of more than 32 characters');
const NOTE: Note = {
  title: '1 seat open: CSE 310 · 66445',
  text: 'A seat opened at 2:03 PM.',
  register: { label: 'Register at ASU', url: 'https://classes.example.edu/66445' },
  watches: { label: 'Your watches', url: 'https://pick.example.edu/' },
  stop: null,
  urgent: true,
};
const yes = async () => true;

async function stage(t: Test, note: Note = NOTE) {
  const service = await receiver(t);
  const browser = pushBrowser(`${service.url}/push/abc`);
  const client = new OutgoingClient({ allowPrivate: true, lookup: SYSTEM_LOOKUP }, systemClock);
  const channel = webPushChannel(client, () => note, { keys: KEYS, subject: 'mailto:admin@example.edu' });
  t.teardown(() => channel.close());
  const { endpoint, keys } = browser.subscription;
  const settings = { endpoint, keys, serverKey: KEYS.publicKey };
  const about = (watchId = 'watch-1') =>
    notification(change('opened'), { channel: 'web-push', destination: 'channel-1', watchId, settings });
  return { service, browser, channel, settings, about };
}

t.test('the second button stops the watch, if the message is told for one', async (t) => {
  const stop = {
    label: 'Got it, stop',
    url: 'https://pick.example.edu/api/v1/unsubscribe?token=a.b',
    done: 'Stopped.',
  };
  const { service, browser, channel, about } = await stage(t, { ...NOTE, stop });
  await channel.deliver([about()], yes);
  t.match(JSON.parse(browser.decrypt(service.received[0]!.body)), { links: [NOTE.register, stop] });
});

t.test('the browser can decrypt the message, and the push service can check who sent it', async (t) => {
  const { service, browser, channel, about } = await stage(t);
  service.status(201);
  t.same(await channel.deliver([about()], yes), { outcome: 'sent' });
  const [message] = service.received;
  t.match(message, {
    method: 'POST',
    path: '/push/abc',
    headers: { ttl: '3600', urgency: 'high', topic: /^[\w-]{32}$/, 'content-encoding': 'aes128gcm' },
  });
  t.same(JSON.parse(browser.decrypt(message!.body)), {
    title: NOTE.title,
    text: NOTE.text,
    tag: message!.headers['topic'],
    urgent: true,
    links: [NOTE.register, NOTE.watches],
  });
  const { aud, exp, sub } = vapidClaims(message!, KEYS.publicKey);
  t.equal(aud, service.url);
  t.equal(sub, 'mailto:admin@example.edu');
  t.ok(exp > Date.now() / 1_000 && exp < Date.now() / 1_000 + 86_400, 'valid for at most a day (RFC 8292)');
  t.notMatch(message!.body.toString('latin1'), 'CSE 310', 'the push service cannot read it');
});

t.test('a newer message about a watch has the same topic, one about another watch has its own', async (t) => {
  const { service, channel, about } = await stage(t);
  for (const watch of ['watch-1', 'watch-1', 'watch-2']) await channel.deliver([about(watch)], yes);
  const topics = service.received.map(({ headers }) => headers['topic']);
  t.equal(topics[0], topics[1]);
  t.not(topics[0], topics[2]);
  const several = { ...about('watch-2'), message: 'message-1' };
  await channel.deliver([{ ...about(), message: 'message-1' }, several], yes);
  t.notOk(topics.includes(service.received[3]!.headers['topic']), 'one about both replaces neither');
});

t.test('news that is not an open seat may wait longer and wakes nobody', async (t) => {
  const { service, channel, about } = await stage(t, { ...NOTE, urgent: false });
  await channel.deliver([about()], yes);
  t.match(service.received[0]!.headers, { ttl: '86400', urgency: 'normal' });
});

t.test('a message fits even when the site says a lot', async (t) => {
  const long = '講義'.repeat(1_000);
  const { service, browser, channel, about } = await stage(t, { ...NOTE, title: long, text: long });
  t.same(await channel.deliver([about()], yes), { outcome: 'sent' });
  t.ok(service.received[0]!.body.length <= 4_096, 'the most that push services must take');
  t.ok(long.startsWith(JSON.parse(browser.decrypt(service.received[0]!.body)).text));
});

t.test('404 and 410 end a subscription, all else is tried again', async (t) => {
  const { service, channel, about } = await stage(t);
  for (const [status, expected] of [
    [404, { outcome: 'gone', reason: 'gone' }],
    [410, { outcome: 'gone', reason: 'gone' }],
    [400, { outcome: 'failed' }],
    [403, { outcome: 'failed' }],
    [429, { outcome: 'failed' }],
    [500, { outcome: 'failed' }],
  ] as const) {
    service.status(status);
    t.match(await channel.deliver([about()], yes), expected, String(status));
  }
});

t.test('a browser that subscribed with an older key of ours must subscribe again', async (t) => {
  const { service, channel, settings, about } = await stage(t);
  const old = { ...about(), settings: { ...settings, serverKey: vapidKeysOf('x'.repeat(32)).publicKey } };
  t.match(await channel.deliver([old], yes), { outcome: 'gone', reason: 'old-key' });
  t.same(service.received, []);
});

t.test('a test arrives like a message', async (t) => {
  const { service, browser, channel, settings } = await stage(t);
  t.same(await channel.test(settings, { key: 'test-1', note: NOTE }), { outcome: 'sent' });
  t.match(JSON.parse(browser.decrypt(service.received[0]!.body)), { title: NOTE.title });
});
