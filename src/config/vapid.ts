/** The key pair with which this server signs for push services (VAPID, RFC 8292). */
import { createECDH, hkdfSync } from 'node:crypto';

/** Both are base64url: the uncompressed point, and the number. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const KEY_BYTES = 32;
/** 64 bits more than the key has, so that no key is likelier than another (FIPS 186-5, A.2.1). */
const SEED_BYTES = 40;

/**
 * Derives the keys from the session secret. So all processes of one installation have the same keys, which they need:
 * a browser's subscription works with one public key only. A new session secret gives new keys.
 */
export function vapidKeysOf(sessionSecret: string): VapidKeys {
  const seed = Buffer.from(hkdfSync('sha256', sessionSecret, '', 'pickmyclass vapid', SEED_BYTES)).toString('hex');
  const number = (BigInt(`0x${seed}`) % (ORDER - 1n)) + 1n;
  const privateKey = Buffer.from(number.toString(16).padStart(2 * KEY_BYTES, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(privateKey);
  return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
}
