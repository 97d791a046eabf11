/**
 * Examples of answers that are put together from many shapes, by route. Shapes of one's own have theirs beside them.
 * The OpenAPI document shows them, and a test compares them with their schemas.
 */
import type { FastifySchema } from 'fastify';
import { HEALTH_CHECKS } from '../../nodes/health.ts';

const AT = '2026-11-23T20:00:00.000Z';
const EARLIER = '2026-11-23T19:12:00.000Z';

const STATE = {
  section: 'asu/2267/66445',
  institution: 'asu',
  term: '2267',
  classNumber: '66445',
  subject: 'CSE',
  catalogNumber: '310',
  title: 'Data Structures and Algorithms',
  instructors: ['Ada Alder'],
  meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' }],
  status: 'open',
  seats: { capacity: 150, enrolled: 149, available: 1, reserved: 0, open: 1 },
  waitlist: { capacity: 0, count: 0 },
  version: 8,
  checkedAt: AT,
  changedAt: AT,
};
const BEFORE = {
  ...STATE,
  status: 'full',
  seats: { capacity: 150, enrolled: 150, available: 0, reserved: 0, open: 0 },
  version: 7,
  checkedAt: EARLIER,
  changedAt: EARLIER,
};
const CHANGE = {
  id: 'asu/2267/66445#8:opened',
  section: 'asu/2267/66445',
  kind: 'opened',
  version: 8,
  before: BEFORE,
  after: STATE,
  detectedAt: AT,
};
const HEALTH = {
  status: 'healthy',
  timestamp: AT,
  response_time_ms: 3,
  checks: Object.fromEntries(HEALTH_CHECKS.map((name) => [name, { status: 'healthy' }])),
};
const TREE = {
  id: 'root',
  kind: 'supervisor',
  state: 'running',
  since: EARLIER,
  restarts: 0,
  mailbox: 0,
  thread: 'main',
  children: [],
};
const CYCLE = { startedAt: EARLIER, due: 6250, done: 6248, failed: 2, requests: 1024, finishedAt: AT };
const PAUSE = { scope: 'checks', institution: 'asu', since: AT };
const LETTER = {
  id: '7f1d',
  kind: 'check',
  subject: 'asu/2267/66445',
  error: 'PMC_SOURCE_STATUS: catalog.apps.asu.edu answered 503',
  attempts: 3,
  at: AT,
};

/** By method and path. */
export const ANSWERS: Readonly<Record<string, unknown>> = {
  'GET /api/monitoring/health': HEALTH,
  'GET /status': { total: 2, available: 1, busy: 1, queued: 0, overloaded: false, ready: true },
  'GET /livez': { status: 'alive', node: 'host-1' },
  'GET /readyz': { status: 'ready' },
  'GET /api/v1/watches': { watches: [] },
  'GET /api/v1/me/export': { user: { email: 'ada@example.edu' }, watches: [], messages: [] },
  'GET /api/v1/supervisors': TREE,
  'GET /api/v1/nodes': {
    nodes: [
      {
        node: 'host-1',
        self: true,
        state: 'online',
        startedAt: EARLIER,
        seenAt: AT,
        publishes: true,
        health: HEALTH,
        tree: TREE,
        cycle: CYCLE,
      },
    ],
  },
  'GET /api/v1/changes/recent': { changes: [CHANGE] },
  'POST /api/v1/cycles': { startedAt: AT, due: 6250, done: 0, failed: 0, requests: 0 },
  'GET /api/v1/cycles/current': CYCLE,
  'GET /api/v1/pace': {
    paces: [
      { institution: 'asu', askedPerMinute: 104, allowedPerMinute: 60, intervalSeconds: 300, resultingSeconds: 520 },
    ],
  },
  'GET /api/v1/dead-letters': { deadLetters: [LETTER] },
  'GET /api/v1/dead-letters/groups': {
    total: 1,
    groups: [
      {
        id: 'check asu/2267/CSE/310',
        kind: 'check',
        course: 'CSE 310',
        error: LETTER.error,
        firstAt: AT,
        lastAt: AT,
        letters: [
          {
            ...LETTER,
            course: 'CSE 310',
            name: 'CSE 310 · 66445',
            failedAttempts: [{ at: AT, by: 'host-a/checking/browsers/browser-1', error: LETTER.error }],
          },
        ],
      },
    ],
  },
  'POST /api/v1/dead-letters/:id/replay': LETTER,
  'GET /api/v1/operator/sections/:institution/:term/:classNumber': {
    section: STATE.section,
    state: STATE,
    watchers: 12,
    failures: 1,
    failedAttempts: [{ at: AT, by: 'host-a/checking/browsers/browser-1', error: LETTER.error }],
    missingSince: null,
    dueAt: AT,
    changes: [{ kind: 'opened', detectedAt: AT, before: 'full', after: 'open' }],
  },
  'GET /api/v1/pause': { pauses: [PAUSE] },
  'POST /api/v1/pause': PAUSE,
  'GET /api/v1/incidents': {
    incidents: [{ alert: 'source-unseen', severity: 'critical', startedAt: AT, endedAt: null, value: 4 }],
  },
  'GET /api/v1/alerts': {
    alerts: [{ name: 'source-unseen', severity: 'critical', firing: true, since: AT, value: 240, threshold: 180 }],
  },
  'GET /api/v1/audit': { entries: [{ at: AT, who: 'op@example.edu', action: 'pause', subject: 'checks asu' }] },
  'POST /api/v1/users/:id/sign-in-link': {},
  'GET /api/v1/sections/:institution/:term/:classNumber': STATE,
  'GET /api/v1/sections/:institution/:term/:classNumber/history': { changes: [CHANGE] },
  'GET /api/v1/sections/:institution/:term/:classNumber/stats': {
    watchers: 14,
    openings7d: 15,
    medianOpenSeconds: 245,
    intervalSeconds: 88,
    nextCheckAt: AT,
    week: { from: '2026-11-16T20:00:00.000Z', to: AT, knownSince: EARLIER, open: [{ from: EARLIER, to: AT }] },
  },
  'GET /api/v1/changes': { changes: [{ cursor: '4711', change: CHANGE }], nextCursor: '4711' },
  'GET /api/v1/search': { sections: [STATE], term: '2267', total: 1, truncated: false, asOf: AT, complete: true },
  'GET /api/v1/suggest': {
    courses: [{ course: 'asu/2267/CSE/310', title: 'Data Structures and Algorithms', sections: 12, full: 8 }],
  },
  'GET /api/v1/about': {
    name: 'PickMyClass',
    version: '0.1.0',
    simulated: false,
    campusUrl: null,
    maxWatches: 10,
    institutions: [
      {
        id: 'asu',
        name: 'Arizona State University',
        timeZone: 'America/Phoenix',
        sectionUrl: '/university/asu/{term}/{classNumber}',
        terms: [{ term: '2267', name: 'Fall 2026' }],
      },
    ],
  },
};

const BODIES: Readonly<Record<string, unknown>> = {
  'POST /api/v1/pause': { scope: 'checks', institution: 'asu' },
  'POST /api/v1/channels/:id/verify': { code: '123456' },
};

/** Adds the examples of a route to its schema, unless its shapes have their own. */
export function withExamples(schema: FastifySchema, route: string): FastifySchema {
  const response = Object.entries((schema.response ?? {}) as Record<string, object>);
  return {
    ...schema,
    ...(schema.body !== undefined && { body: withExample(schema.body as object, BODIES[route]) }),
    response: Object.fromEntries(
      response.map(([status, shape]) => [status, Number(status) < 300 ? withExample(shape, ANSWERS[route]) : shape]),
    ),
  };
}

function withExample(shape: object, example: unknown): object {
  return example === undefined || 'examples' in shape ? shape : { ...shape, examples: [example] };
}
