/** Requests of the operator page to the server. Every call rejects with ApiError. */
import type { Cycle, NodeList, NodeReport, Pace, PaceList } from '../../contract/nodes.ts';
import type { BrowserPool } from '../../contract/monitoring.ts';
import type { Change, ChangeList } from '../../contract/section.ts';
import type { DeadLetter, DeadLetterList, Pause, PauseList, PauseSwitch } from '../../contract/operations.ts';
import { ApiError, ask } from '../shared/http.ts';

export interface OperatorApi {
  /** Sorted by id. */
  nodes: () => Promise<NodeReport[]>;
  /** null before the first cycle. */
  cycle: () => Promise<Cycle | null>;
  runCycle: () => Promise<unknown>;
  paces: () => Promise<Pace[]>;
  browsers: () => Promise<BrowserPool>;
  /** Newest first. */
  changes: () => Promise<Change[]>;
  deadLetters: () => Promise<DeadLetter[]>;
  replay: (id: string) => Promise<unknown>;
  discard: (id: string) => Promise<unknown>;
  pauses: () => Promise<Pause[]>;
  pause: (what: PauseSwitch) => Promise<unknown>;
  resume: (what: PauseSwitch) => Promise<unknown>;
}

/** `token`: the OPERATOR_TOKEN; null for an operator who signed in by mail. */
export function operatorApi(token: string | null): OperatorApi {
  const get = <Body>(path: string): Promise<Body> => ask<Body>(path, { token });
  const write = (method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> =>
    ask(path, { method, body, token });
  return {
    nodes: async () => (await get<NodeList>('/api/v1/nodes')).nodes,
    cycle: () =>
      get<Cycle>('/api/v1/cycles/current').catch((error: unknown) => {
        if (error instanceof ApiError && error.code === 'PMC_CYCLE_NONE') return null;
        throw error;
      }),
    runCycle: () => write('POST', '/api/v1/cycles', {}),
    paces: async () => (await get<PaceList>('/api/v1/pace')).paces,
    browsers: () => get('/status'),
    changes: async () => (await get<ChangeList>('/api/v1/changes/recent')).changes,
    deadLetters: async () => (await get<DeadLetterList>('/api/v1/dead-letters')).deadLetters,
    replay: (id) => write('POST', `/api/v1/dead-letters/${encodeURIComponent(id)}/replay`, {}),
    discard: (id) => write('DELETE', `/api/v1/dead-letters/${encodeURIComponent(id)}`),
    pauses: async () => (await get<PauseList>('/api/v1/pause')).pauses,
    pause: (what) => write('POST', '/api/v1/pause', what),
    resume: (what) => write('DELETE', `/api/v1/pause?${new URLSearchParams({ ...what }).toString()}`),
  };
}
