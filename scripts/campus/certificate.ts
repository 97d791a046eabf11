/** A self-signed certificate for 127.0.0.1, made anew at each start. Browsers speak HTTP/2 only over TLS. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  key: string;
  cert: string;
  /** Base64 of the SHA-256 of the public key. Chromium trusts it with `--ignore-certificate-errors-spki-list`. */
  keyHash: string;
}

/** Tags of DER, the encoding of certificates (X.690). */
const TAG = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  ipAddress: 0x87,
};
/** Object identifiers, already encoded. */
const ECDSA_WITH_SHA256 = Buffer.from('2a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('551d11', 'hex');
const DAYS = 30;

/** Makes a certificate that is valid from yesterday on for a month. */
export function makeCertificate(nowMs: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicDer = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = der(TAG.sequence, der(TAG.oid, ECDSA_WITH_SHA256));
  const nameValue = der(TAG.sequence, der(TAG.oid, COMMON_NAME), der(TAG.utf8, Buffer.from('Simulated university')));
  const name = der(TAG.sequence, der(TAG.set, nameValue));
  const loopback = der(TAG.sequence, der(TAG.ipAddress, Buffer.from([127, 0, 0, 1])));
  const extension = der(TAG.sequence, der(TAG.oid, SUBJECT_ALT_NAME), der(TAG.octets, loopback));
  const signed = der(
    TAG.sequence,
    der(TAG.version, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.from([1]), randomBytes(15)),
    algorithm,
    name,
    der(TAG.sequence, time(nowMs, -1), time(nowMs, DAYS)),
    name,
    publicDer,
    der(TAG.extensions, der(TAG.sequence, extension)),
  );
  const signature = der(TAG.bits, Buffer.from([0]), sign('sha256', signed, privateKey));
  const body = der(TAG.sequence, signed, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body.replaceAll(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`,
    keyHash: createHash('sha256').update(publicDer).digest('base64'),
  };
}

/** One value: its tag, its length, its content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body)]), body]);
}

/** As few bytes as possible: browsers refuse longer forms. */
function lengthOf({ length }: Buffer): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

/** `YYMMDDhhmmssZ`, so many days from now. */
function time(nowMs: number, days: number): Buffer {
  const iso = new Date(nowMs + days * 86_400_000).toISOString();
  return der(TAG.time, Buffer.from(`${iso.slice(2, 19).replaceAll(/\D/g, '')}Z`));
}
