import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import t from 'tap';
import webPush from 'web-push';
import { vapidKeysOf } from '../../src/config/vapid.ts';

t.test('the same session secret gives the same keys, another one gives others', async (t) => {
  const keys = vapidKeysOf('s'.repeat(32));
  t.same(vapidKeysOf('s'.repeat(32)), keys);
  t.not(vapidKeysOf('t'.repeat(32)).publicKey, keys.publicKey);
});

t.test('the keys are a pair on P-256, in the format that browsers and push services take', async (t) => {
  const { publicKey, privateKey } = vapidKeysOf('a session secret of more than 32 characters');
  const point = Buffer.from(publicKey, 'base64url');
  t.equal(point.length, 65);
  t.equal(point[0], 4, 'an uncompressed point');
  t.equal(Buffer.from(privateKey, 'base64url').length, 32);
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const key = { kty: 'EC', crv: 'P-256', x, y, d: privateKey };
  const signature = sign('sha256', Buffer.from('text'), createPrivateKey({ key, format: 'jwk' }));
  t.ok(verify('sha256', Buffer.from('text'), createPublicKey({ key, format: 'jwk' }), signature));
  t.doesNotThrow(() =>
    webPush.getVapidHeaders('https://push.example', 'mailto:a@example.edu', publicKey, privateKey, 'aes128gcm'),
  );
});

t.test('a private key with leading zeros keeps its length', async (t) => {
  const keys = Array.from({ length: 600 }, (_, index) => vapidKeysOf(`secret ${index}`).privateKey);
  t.same([...new Set(keys.map(({ length }) => length))], [43]);
  t.ok(keys.some((key) => Buffer.from(key, 'base64url')[0] === 0));
});
