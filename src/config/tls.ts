/** Where the embedded broker listens with TLS, and its certificate. */
import { resolve } from 'node:path';
import type { Reader } from './reader.ts';

export interface TlsConfig {
  readonly port: number;
  readonly portIsDefault: boolean;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Returns null without a certificate: there is no TLS then. What is in the files is checked when the broker starts. */
export function readTls(read: Reader): TlsConfig | null {
  const port = read.integer('MQTTS_PORT', 8883, 0, 65_535);
  const [certFile, keyFile] = [read.file('TLS_CERT'), read.file('TLS_KEY')];
  if (certFile !== null && keyFile !== null)
    return { port, portIsDefault: !read.has('MQTTS_PORT'), certFile: resolve(certFile), keyFile: resolve(keyFile) };
  if (certFile !== null) read.reject('TLS_KEY', 'TLS_CERT is set; the file of its private key is needed too');
  if (keyFile !== null) read.reject('TLS_CERT', 'TLS_KEY is set; the file of its certificate is needed too');
  if (certFile === null && keyFile === null && read.has('MQTTS_PORT'))
    read.reject('MQTTS_PORT', 'set TLS_CERT and TLS_KEY too, the files of a certificate and its private key');
  return null;
}
