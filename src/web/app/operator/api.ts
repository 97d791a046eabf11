/** What the operator page asks of the server (contract: HTTP, operator). Every call rejects with ApiError. */
import type { Cycle } from '../../../checking/cycle.ts';
import type { PoolStatus } from '../../../actors/checking/browsers/pool.ts';
import type { NodeReport } from '../../../nodes/node-report.ts';
import type { Change } from '../../../domain/change.ts';
import type { DeadLetter } from '../../../store/dead-letters.ts';
import type { Pause } from '../../../store/pauses.ts';
import { ApiError, ask } from '../shared/http.ts';

export interface OperatorApi {
  /** Sorted by id. */
  nodes: () => Promise<NodeReport[]>;
  /** null before the first one. */
  cycle: () => Promise<Cycle | null>;
  runCycle: () => Promise<unknown>;
  browsers: () => Promise<PoolStatus>;
  /** Newest first. */
  changes: () => Promise<Change[]>;
  deadLetters: () => Promise<DeadLetter[]>;
  replay: (id: string) => Promise<unknown>;
  discard: (id: string) => Promise<unknown>;
  pauses: () => Promise<Pause[]>;
  pause: (what: Omit<Pause, 'since'>) => Promise<unknown>;
  resume: (what: Omit<Pause, 'since'>) => Promise<unknown>;
}

/** `token`: the OPERATOR_TOKEN; null for an operator who is signed in by mail. */
export function operatorApi(token: string | null): OperatorApi {
  const get = <Body>(path: string): Promise<Body> => ask<Body>(path, { token });
  const write = (method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> =>
    ask(path, { method, body, token });
  return {
    nodes: async () => (await get<{ nodes: NodeReport[] }>('/api/v1/nodes')).nodes,
    cycle: () =>
      get<Cycle>('/api/v1/cycles/current').catch((error: unknown) => {
        if (error instanceof ApiError && error.code === 'PMC_CYCLE_NONE') return null;
        throw error;
      }),
    runCycle: () => write('POST', '/api/v1/cycles', {}),
    browsers: () => get('/status'),
    changes: async () => (await get<{ changes: Change[] }>('/api/v1/changes/recent')).changes,
    deadLetters: async () => (await get<{ deadLetters: DeadLetter[] }>('/api/v1/dead-letters')).deadLetters,
    replay: (id) => write('POST', `/api/v1/dead-letters/${encodeURIComponent(id)}/replay`, {}),
    discard: (id) => write('DELETE', `/api/v1/dead-letters/${encodeURIComponent(id)}`),
    pauses: async () => (await get<{ pauses: Pause[] }>('/api/v1/pause')).pauses,
    pause: (what) => write('POST', '/api/v1/pause', what),
    resume: (what) => write('DELETE', `/api/v1/pause?${new URLSearchParams({ ...what }).toString()}`),
  };
}
