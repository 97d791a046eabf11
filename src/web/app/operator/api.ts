/** Requests of the operator page to the server. Every call rejects with ApiError. */
import type { KeyList, MadeKey, NewKey } from '../../contract/keys.ts';
import type { NodeList } from '../../contract/nodes.ts';
import type { PauseSwitch } from '../../contract/operations.ts';
import type { DeadLetterChoice } from '../../contract/dead-letters.ts';
import type { BreakerOrder, Place } from '../../contract/orders.ts';
import { ask } from '../shared/http.ts';

export interface OperatorApi {
  /** Rejects if the token is wrong. */
  tryToken: () => Promise<unknown>;
  runCycle: () => Promise<unknown>;
  /** Tells a node to do something with a part of it. */
  order: (what: 'restart' | 'retire' | 'breaker' | 'crash', place: Place | BreakerOrder) => Promise<unknown>;
  handleLetters: (what: 'replay' | 'discard', choice: DeadLetterChoice) => Promise<unknown>;
  pause: (what: PauseSwitch) => Promise<unknown>;
  resume: (what: PauseSwitch) => Promise<unknown>;
  keys: () => Promise<KeyList>;
  makeKey: (key: NewKey) => Promise<MadeKey>;
  revokeKey: (id: string) => Promise<unknown>;
  /** For views with their own routes. An empty value of the query is left out. */
  get: <Body>(path: string, query?: Readonly<Record<string, string | undefined>>) => Promise<Body>;
  write: (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;
}

/** `token`: the OPERATOR_TOKEN; null for an operator who signed in by mail. */
export function operatorApi(token: string | null): OperatorApi {
  const write: OperatorApi['write'] = (method, path, body) => ask(path, { method, body, token });
  const get: OperatorApi['get'] = (path, query = {}) => {
    const given = Object.entries(query).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []));
    return ask(given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`, { token });
  };
  return {
    get,
    write,
    tryToken: () => ask<NodeList>('/api/v1/nodes', { token }),
    order: (what, place) => write('POST', `/api/v1/supervisors/${what}`, place),
    runCycle: () => write('POST', '/api/v1/cycles', {}),
    handleLetters: (what, choice) => write('POST', `/api/v1/dead-letters/${what}`, choice),
    pause: (what) => write('POST', '/api/v1/pause', what),
    keys: () => ask<KeyList>('/api/v1/keys', { token }),
    makeKey: (key) => ask<MadeKey>('/api/v1/keys', { method: 'POST', body: key, token }),
    revokeKey: (id) => write('DELETE', `/api/v1/keys/${encodeURIComponent(id)}`),
    resume: (what) => write('DELETE', `/api/v1/pause?${new URLSearchParams({ ...what }).toString()}`),
  };
}
