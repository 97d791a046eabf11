/** Why the broker refuses something, and what it answers. */
import { PacketTooLarge } from './packet-limit.ts';

/** Refusals are counted under these names. */
export type Refused =
  | 'credentials'
  | 'publish'
  | 'subscribe'
  | 'protocol'
  | 'packet-too-large'
  | 'client-id-too-long'
  | 'lagging'
  | 'no-connect'
  | 'connections'
  | 'anonymous-places'
  | 'key-places'
  | 'key-rate'
  | 'key-revoked'
  | 'store'
  | 'memory';

export type Refuse = (reason: Refused, client: { id: string }) => void;

/** CONNACK return codes of MQTT 3.1.1. */
export const IDENTIFIER_REJECTED = 2;
export const SERVER_UNAVAILABLE = 3;
export const BAD_CREDENTIALS = 4;
export const NOT_AUTHORIZED = 5;

/** A refusal that is counted already. */
export class Refusal extends Error {
  readonly returnCode: number;

  constructor(reason: Refused, returnCode: number) {
    super(`refused: ${reason}`);
    this.returnCode = returnCode;
  }
}

/** Undefined for a refusal that is counted already, and for a connection that just broke. */
export function reasonFor(error: Error): Refused | undefined {
  if (error instanceof Refusal) return undefined;
  if (error instanceof PacketTooLarge) return 'packet-too-large';
  if (error.message === 'drain timeout') return 'lagging';
  if (error.message === 'connect did not arrive in time') return 'no-connect';
  const broken = 'code' in error || error.message === 'keep alive timeout' || error.message === 'connection closed';
  return broken ? undefined : 'protocol';
}
