/** A browser's side of Web Push: makes subscriptions and decrypts messages (RFC 8291), with node:crypto only. */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import type { Received } from './receiver.ts';

const KEY_BYTES = 65;
const SALT_BYTES = 16;
const TAG_BYTES = 16;

export interface PushBrowser {
  subscription: { endpoint: string; expirationTime: null; keys: { p256dh: string; auth: string } };
  /** The text of a message that the push service was sent. Throws if it was not encrypted for this browser. */
  decrypt(body: Buffer): string;
}

export function pushBrowser(endpoint: string): PushBrowser {
  const curve = createECDH('prime256v1');
  const own = curve.generateKeys();
  const auth = randomBytes(16);
  return {
    subscription: {
      endpoint,
      expirationTime: null,
      keys: { p256dh: own.toString('base64url'), auth: auth.toString('base64url') },
    },
    decrypt: (body) => {
      // RFC 8188 §2.1: salt, record size, length of the key id, key id; the key id is the sender's public key.
      const salt = body.subarray(0, SALT_BYTES);
      const start = SALT_BYTES + 4 + 1;
      const sender = body.subarray(start, start + body.readUInt8(start - 1));
      if (sender.length !== KEY_BYTES) throw new Error('the key id is not a public key');
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), own, sender]);
      const secret = Buffer.from(hkdfSync('sha256', curve.computeSecret(sender), auth, info, 32));
      const derive = (name: string, length: number): Buffer =>
        Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${name}\0`, length));
      const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
      const record = body.subarray(start + sender.length);
      cipher.setAuthTag(record.subarray(-TAG_BYTES));
      const padded = Buffer.concat([cipher.update(record.subarray(0, -TAG_BYTES)), cipher.final()]);
      // The last record ends with the byte 2, then zeros.
      return padded.subarray(0, padded.lastIndexOf(2)).toString();
    },
  };
}

/** The claims of a message's VAPID token (RFC 8292). Throws if it was not signed with `publicKey`. */
export function vapidClaims({ headers }: Received, publicKey: string): { aud: string; exp: number; sub: string } {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  if (token === undefined || key !== publicKey) throw new Error(`no VAPID token of this key: ${headers.authorization}`);
  const point = Buffer.from(publicKey, 'base64url');
  const [head, claims, signature] = token.split('.') as [string, string, string];
  const signer = createPublicKey({
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
    format: 'jwk',
  });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: signer, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('the VAPID token is not signed');
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}
