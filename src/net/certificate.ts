/** A certificate and its private key, from PEM files. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { reasonOf } from '../runtime/index.ts';
import { netError } from './errors.ts';

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly validUntil: Date;
}

/** Reads and checks the pair. Throws PMC_TLS_UNUSABLE, with the variable that is wrong. */
export function readCertificate({ certFile, keyFile }: TlsFiles, nowMs: number): Certificate {
  const cert = readPem('TLS_CERT', certFile);
  const key = readPem('TLS_KEY', keyFile);
  const certificate = attempt('TLS_CERT', certFile, () => new X509Certificate(cert));
  const privateKey = attempt('TLS_KEY', keyFile, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw unusable('TLS_KEY', keyFile, `it is not the key of the certificate in ${certFile}`);
  const [from, until] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (nowMs > until.getTime()) throw unusable('TLS_CERT', certFile, `it has expired on ${dayOf(until)}`);
  if (nowMs < from.getTime()) throw unusable('TLS_CERT', certFile, `it is not valid before ${dayOf(from)}`);
  return { cert, key, validUntil: until };
}

export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

function readPem(name: string, file: string): string {
  return attempt(name, file, () => readFileSync(file, 'utf8'));
}

function attempt<Result>(name: string, file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw unusable(name, file, reasonOf(error), error);
  }
}

function unusable(name: string, file: string, reason: string, cause?: unknown) {
  return netError('PMC_TLS_UNUSABLE', { name, file, reason }, cause);
}
