import t from 'tap';
import type { StudentChannel } from '../../src/domain/channel.ts';
import { provenBy } from '../../src/notify/proof.ts';
import { newWebhookSettings, WEBHOOK_FORMATS } from '../../src/notify/webhook/settings.ts';

const channel = (type: StudentChannel['type'], settings: object): StudentChannel => ({
  id: 'channel-1',
  userId: 'user-1',
  type,
  label: '',
  settings: { ...settings },
  verified: false,
  muted: null,
  createdAt: '2026-11-23T20:00:00.000Z',
});

t.test(
  'a browser and a program are proven by a test that arrives, a chat by the code that the test shows',
  async (t) => {
    t.equal(provenBy(channel('web-push', {})), 'arrival');
    const proofs = WEBHOOK_FORMATS.map((format) => [
      format,
      provenBy(channel('webhook', newWebhookSettings(format, 'https://h.example/'))),
    ]);
    t.same(Object.fromEntries(proofs), {
      json: 'arrival',
      discord: 'code',
      slack: 'code',
      telegram: 'code',
      ntfy: 'code',
    });
  },
);
