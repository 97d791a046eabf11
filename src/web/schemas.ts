/** The shapes of the contract as JSON schemas: they validate what comes in and document what goes out. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { CHANGE_KINDS } from '../domain/change.ts';
import { statusOf } from './statuses.ts';
import { HEALTH_CHECKS } from '../nodes/health.ts';
import { Instant, State } from '../store/state-shape.ts';

export { Instant, State };

/** Of what comes in: a property nobody asked for is an error, so that a misspelt one is noticed. */
export const strict = { additionalProperties: false };

export const Kind = Type.Enum([...CHANGE_KINDS], { description: 'kind of change' });
export const Kinds = Type.Array(Kind, { minItems: 1, uniqueItems: true });
export const Key = Type.String({ maxLength: 100, description: 'institution/term/classNumber, such as asu/2267/66445' });
export const Cursor = Type.String({ minLength: 1, maxLength: 200, description: 'opaque; as it was given out' });

export const ChangeBody = Type.Object(
  {
    id: Type.String(),
    section: Type.String(),
    kind: Kind,
    version: Type.Integer(),
    before: State,
    after: State,
    detectedAt: Instant,
  },
  { title: 'Change' },
);

export const WatchBody = Type.Object(
  {
    id: Type.String(),
    section: Type.String(),
    kinds: Type.Array(Kind),
    paused: Type.Boolean(),
    verified: Type.Boolean({ description: 'false while no sure look has shown that the section exists' }),
    createdAt: Instant,
  },
  { title: 'Watch' },
);

export const CycleBody = Type.Object(
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
    description: 'due, done and failed count watched sections; requests everything asked of the source',
  },
);

export const TreeBody = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['supervisor', 'actor']),
    state: Type.Enum(['starting', 'running', 'restarting', 'stopped', 'failed']),
    since: Instant,
    restarts: Type.Integer(),
    lastError: Type.Optional(Type.String()),
    mailbox: Type.Integer({ description: 'messages waiting' }),
    breaker: Type.Optional(Type.Enum(['closed', 'open', 'half-open'])),
    thread: Type.String({ description: 'main or worker-N' }),
    children: Type.Array(Type.Unknown({ description: 'nodes of this same shape' })),
  },
  { title: 'SupervisorTree' },
);

const Verdict = Type.Enum(['healthy', 'degraded', 'unhealthy']);
const HealthCheck = Type.Object({ status: Verdict, code: Type.Optional(Type.String({ description: 'error code' })) });
export const HealthBody = Type.Object(
  {
    status: Verdict,
    timestamp: Instant,
    response_time_ms: Type.Integer(),
    checks: Type.Object(Object.fromEntries(HEALTH_CHECKS.map((name) => [name, HealthCheck]))),
  },
  { title: 'Health' },
);

const ErrorBody = Type.Object(
  { statusCode: Type.Integer(), code: Type.String(), error: Type.String(), message: Type.String() },
  { title: 'Error' },
);
export const NoContent = Type.Null();

/**
 * The answers of a route: what it gives when all is well, and the errors it may give beside those that every route may.
 */
export function answers<Good extends Record<number, TSchema>>(good: Good, ...codes: string[]): Good {
  const errors: Record<number, TSchema> = {};
  for (const code of codes) {
    const status = statusOf(code);
    const others = errors[status] as { description?: string } | undefined;
    errors[status] = {
      ...ErrorBody,
      description: others?.description === undefined ? code : `${others.description}, ${code}`,
    };
  }
  return { ...good, ...errors };
}

/** Who may ask, as OpenAPI says it; the hooks of `auth.ts` see to it. */
export const forStudents = [{ session: [] }];
export const forOperators = [{ operator: [] }, { session: [] }];
