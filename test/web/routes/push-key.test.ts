import t from 'tap';
import { vapidKeysOf } from '../../../src/config/vapid.ts';
import { SESSION_SECRET, stage } from '../stage.ts';

t.test('anyone can read the public key for push messages, and only that', async (t) => {
  const { ask } = await stage(t);
  const { status, body } = await ask('GET', '/api/v1/push-key');
  t.equal(status, 200);
  t.same(body, { publicKey: vapidKeysOf(SESSION_SECRET).publicKey });
});
