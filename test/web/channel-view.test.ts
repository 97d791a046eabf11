import t from 'tap';
import type { StudentChannel } from '../../src/domain/channel.ts';
import { newWebhookSettings } from '../../src/notify/webhook/settings.ts';
import { channelView, isSame, labelOf, secretOf } from '../../src/web/channel-view.ts';

const settings = newWebhookSettings('json', 'https://hooks.example.edu/secret-path?key=1');
const CHANNEL: StudentChannel = {
  id: 'channel-1',
  userId: 'user-1',
  type: 'webhook',
  label: 'JSON · hooks.example.edu',
  settings: { ...settings },
  verified: true,
  muted: { since: '2026-11-23T20:00:00.000Z', reason: 'gone' },
  createdAt: '2026-11-23T20:00:00.000Z',
};

t.test('a student sees what a channel is, and neither its URL nor its secret', async (t) => {
  t.same(channelView(CHANNEL), {
    id: 'channel-1',
    type: 'webhook',
    label: 'JSON · hooks.example.edu',
    verified: true,
    muted: CHANNEL.muted,
    format: 'json',
  });
});

t.test('the label of a webhook names its format and host, that of a browser the browser', async (t) => {
  t.equal(labelOf({ type: 'webhook', settings }, 'Firefox · Linux'), 'JSON · hooks.example.edu');
  const push = { endpoint: 'https://push.example/1', keys: { p256dh: '', auth: '' }, serverKey: '' };
  t.equal(labelOf({ type: 'web-push', settings: push }, 'Firefox · Linux'), 'Firefox · Linux');
});

t.test('only a json webhook has a secret to tell', async (t) => {
  t.equal(secretOf({ type: 'webhook', settings }).secret?.length, 43);
  t.same(secretOf({ type: 'webhook', settings: newWebhookSettings('slack', 'https://h.example/') }), {});
});

t.test('two channels are the same if they lead to the same place', async (t) => {
  const url = 'https://hooks.example.edu/secret-path?key=1';
  t.equal(isSame(CHANNEL, { type: 'webhook', settings: newWebhookSettings('slack', url) }), true);
  t.equal(isSame(CHANNEL, { type: 'webhook', settings: newWebhookSettings('json', `${url}2`) }), false);
});
