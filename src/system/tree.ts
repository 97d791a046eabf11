/**
 * The whole tree: every supervisor with its restart budget and backoff, every actor in its place. Addresses follow the
 * ids.
 */
import type { ChildSpec, SupervisorSpec } from '../runtime/index.ts';

export interface Rooms {
  /** Absent when a real source is watched. */
  campus: ChildSpec | null;
  bus: ChildSpec;
  store: ChildSpec;
  membership: ChildSpec;
  publisher: ChildSpec;
  notifying: ChildSpec;
  differ: ChildSpec;
  browsers: ChildSpec;
  /** Section-checker and scheduler of each institution, in this order. */
  institutions: { id: string; children: [sectionChecker: ChildSpec, scheduler: ChildSpec] }[];
  web: ChildSpec;
}

const MINUTE_MS = 60_000;

/**
 * One-for-one at the top: bus and store come back as the same objects, so their neighbours need no restart, only
 * patience. What is started later stops earlier: the scheduler gives its leases back before anything it needs is gone.
 */
export function treeSpec(rooms: Rooms): SupervisorSpec {
  const { campus, bus, store, membership, publisher, notifying, differ, browsers, institutions, web } = rooms;
  const checking: SupervisorSpec = {
    type: 'supervisor',
    id: 'checking',
    strategy: 'one-for-one',
    intensity: { restarts: 10, windowMs: 5 * MINUTE_MS },
    backoff: { minMs: 200, maxMs: 30_000, jitter: 0.2, resetAfterMs: 5 * MINUTE_MS },
    children: [
      differ,
      browsers,
      // One-for-all: the jobs that one of the two has under way mean nothing to a new incarnation of the other.
      ...institutions.map(({ id, children }): SupervisorSpec => ({
        type: 'supervisor',
        id,
        strategy: 'one-for-all',
        intensity: { restarts: 5, windowMs: MINUTE_MS },
        backoff: { minMs: 100, maxMs: 10_000, jitter: 0.2, resetAfterMs: MINUTE_MS },
        children,
      })),
    ],
  };
  return {
    type: 'supervisor',
    id: 'root',
    strategy: 'one-for-one',
    intensity: { restarts: 20, windowMs: 5 * MINUTE_MS },
    backoff: { minMs: 200, maxMs: 30_000, jitter: 0.2, resetAfterMs: MINUTE_MS },
    children: [bus, store, membership, ...(campus === null ? [] : [campus]), notifying, checking, publisher, web],
  };
}
