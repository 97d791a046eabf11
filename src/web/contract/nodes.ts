/** What operators see of the running system: cycles, supervisor trees and nodes. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { Health } from './monitoring.ts';

export const Cycle = Type.Object(
  {
    startedAt: Instant,
    due: Type.Integer(),
    done: Type.Integer(),
    failed: Type.Integer(),
    requests: Type.Integer(),
    finishedAt: Type.Optional(Instant),
  },
  {
    title: 'Cycle',
    description: 'due, done and failed count watched sections; requests counts everything asked of the source',
  },
);
export type Cycle = Static<typeof Cycle>;

const Pace = Type.Object({
  institution: Type.String(),
  askedPerMinute: Type.Number({ description: 'requests that it would take to keep the interval' }),
  allowedPerMinute: Type.Number({ description: 'requests that the budget allows' }),
  intervalSeconds: Type.Integer({ description: 'as set' }),
  resultingSeconds: Type.Integer({ description: 'the interval that results where students wait for a seat' }),
});
export type Pace = Static<typeof Pace>;
export const PaceList = Type.Object({ paces: Type.Array(Pace) }, { title: 'Paces' });
export type PaceList = Static<typeof PaceList>;

const Life = Type.Object({
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
  end: Type.Optional(
    Type.Enum(['failed', 'finished', 'stopped', 'restarted'], { description: 'restarted: by an operator' }),
  ),
  error: Type.Optional(Type.String()),
  stack: Type.Optional(Type.String()),
});
const Load = Type.Object({
  busy: Type.Number({ description: 'share of the time in which the event loop of the thread was busy, 0 to 1' }),
  cpu: Type.Optional(Type.Number({ description: 'cores used; absent where Node does not tell it for one thread' })),
  heapMb: Type.Number({ description: 'memory of the JavaScript objects of the thread' }),
});
const Calls = Type.Object({
  failures: Type.Integer({ description: 'in a row' }),
  failingSince: Type.Optional(Instant),
  lastSuccessAt: Type.Optional(Instant),
  error: Type.Optional(Type.String()),
});

const DeadMessage = Type.Object({
  at: Instant,
  reason: Type.String(),
  address: Type.String({ description: 'where it was sent' }),
  detail: Type.String({ description: 'its type, or what is wrong with it; never its content' }),
});
const DeadMessages = Type.Object(
  {
    count: Type.Record(Type.String(), Type.Integer(), { description: 'by reason' }),
    recent: Type.Array(DeadMessage, { description: 'the last 50, newest last' }),
  },
  { description: 'at the root: messages between actors that reached nobody since the start' },
);

const actor = {
  id: Type.String(),
  kind: Type.Enum(['supervisor', 'actor']),
  state: Type.Enum(['starting', 'running', 'restarting', 'stopped', 'failed']),
  since: Instant,
  restarts: Type.Integer(),
  budget: Type.Optional(
    Type.Object(
      { left: Type.Integer(), restarts: Type.Integer(), windowMs: Type.Integer() },
      { description: 'of a supervisor: how many more restarts it may make within the window' },
    ),
  ),
  lives: Type.Optional(Type.Array(Life, { description: 'the last ones, newest last' })),
  lastError: Type.Optional(Type.String()),
  mailbox: Type.Integer({ description: 'messages waiting' }),
  oldestMs: Type.Optional(Type.Integer({ description: 'how long the oldest of them has waited' })),
  heartbeatMs: Type.Optional(Type.Integer({ description: 'since the last heartbeat of its thread; 0: it is on time' })),
  load: Type.Optional(Load),
  breaker: Type.Optional(Type.Enum(['closed', 'open', 'half-open'])),
  retryInMs: Type.Optional(Type.Number({ description: 'until an open breaker lets a call through' })),
  calls: Type.Optional(Calls),
  deadLetters: Type.Optional(DeadMessages),
  thread: Type.String({ description: 'main or worker-N' }),
};
export interface TreeNode extends Static<Type.TObject<typeof actor>> {
  children: TreeNode[];
}
export const SupervisorTree = Type.Object(
  {
    ...actor,
    children: Type.Unsafe<TreeNode[]>(Type.Array(Type.Unknown({ description: 'nodes of this same shape' }))),
  },
  { title: 'SupervisorTree' },
);

const NodeReport = Type.Object({
  node: Type.String({ description: 'its id' }),
  self: Type.Boolean({ description: 'the node that answers this request' }),
  state: Type.Enum(['online', 'silent', 'lost'], {
    description: 'silent: known to be alive, but does not answer; lost: its lease has expired',
  }),
  startedAt: Instant,
  seenAt: Instant,
  publishes: Type.Boolean({ description: 'it publishes the public topics' }),
  health: Type.Union([Health, Type.Null()]),
  tree: Type.Union([SupervisorTree, Type.Null()]),
  cycle: Type.Union([Cycle, Type.Null()]),
});
export type NodeReport = Static<typeof NodeReport>;

export const NodeList = Type.Object({ nodes: Type.Array(NodeReport) }, { title: 'Nodes' });
export type NodeList = Static<typeof NodeList>;
