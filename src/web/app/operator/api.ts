/** Requests of the operator page to the server. Every call rejects with ApiError. */
import type { KeyList, MadeKey, NewKey } from '../../contract/keys.ts';
import type { NodeList } from '../../contract/nodes.ts';
import type { PauseSwitch } from '../../contract/operations.ts';
import type { BreakerOrder, Place } from '../../contract/orders.ts';
import { ask } from '../shared/http.ts';

export interface OperatorApi {
  /** Rejects if the token is wrong. */
  tryToken: () => Promise<unknown>;
  runCycle: () => Promise<unknown>;
  /** Tells a node to do something with a part of it. */
  order: (what: 'restart' | 'retire' | 'breaker' | 'crash', place: Place | BreakerOrder) => Promise<unknown>;
  replay: (id: string) => Promise<unknown>;
  discard: (id: string) => Promise<unknown>;
  pause: (what: PauseSwitch) => Promise<unknown>;
  resume: (what: PauseSwitch) => Promise<unknown>;
  keys: () => Promise<KeyList>;
  makeKey: (key: NewKey) => Promise<MadeKey>;
  revokeKey: (id: string) => Promise<unknown>;
}

/** `token`: the OPERATOR_TOKEN; null for an operator who signed in by mail. */
export function operatorApi(token: string | null): OperatorApi {
  const write = (method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> =>
    ask(path, { method, body, token });
  return {
    tryToken: () => ask<NodeList>('/api/v1/nodes', { token }),
    order: (what, place) => write('POST', `/api/v1/supervisors/${what}`, place),
    runCycle: () => write('POST', '/api/v1/cycles', {}),
    replay: (id) => write('POST', `/api/v1/dead-letters/${encodeURIComponent(id)}/replay`, {}),
    discard: (id) => write('DELETE', `/api/v1/dead-letters/${encodeURIComponent(id)}`),
    pause: (what) => write('POST', '/api/v1/pause', what),
    keys: () => ask<KeyList>('/api/v1/keys', { token }),
    makeKey: (key) => ask<MadeKey>('/api/v1/keys', { method: 'POST', body: key, token }),
    revokeKey: (id) => write('DELETE', `/api/v1/keys/${encodeURIComponent(id)}`),
    resume: (what) => write('DELETE', `/api/v1/pause?${new URLSearchParams({ ...what }).toString()}`),
  };
}
