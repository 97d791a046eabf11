/**
 * The operator routes of the fake page server: a tree, a cycle and the rest, behind a token. Tests can change all data.
 */
import type { Cycle } from '../../../../src/checking/claiming/cycle.ts';
import type { NodeReport } from '../../../../src/nodes/node-report.ts';
import type { TreeNode } from '../../../../src/runtime/index.ts';
import type { Alert } from '../../../../src/domain/alerts.ts';
import type { Overview } from '../../../../src/domain/overview.ts';
import type { Change } from '../../../../src/domain/change.ts';
import type { NamedDeadLetter } from '../../../../src/web/contract/dead-letters.ts';
import { groupLetters } from '../../../../src/domain/dead-letter-groups.ts';
import type { Pause } from '../../../../src/store/pauses.ts';
import type { Pace } from '../../../../src/web/contract/nodes.ts';
import type { HealthReport } from '../../../../src/nodes/health.ts';
import type { SeriesName, SeriesRange } from '../../../../src/domain/series.ts';
import { figuresOf } from './figures.ts';
import { nodeReport, treeNode } from './nodes.ts';
import { sample, withSeats } from './sample.ts';
import { isOperator, pushTo } from './push-server.ts';
import { type Answer, type PageServer, problem } from './server.ts';

/** `tree`: the tree of node `host-b`, which answers. `others`: the other nodes, none at first. */
export interface OperatorView {
  tree: TreeNode;
  others: NodeReport[];
  /** All nodes, when another one than `host-b` answers. */
  answer?: NodeReport[];
  cycle: Cycle | null;
  pace: Pace;
  changes: Change[];
  deadLetters: NamedDeadLetter[];
  pauses: Pause[];
  overview: Overview;
  /** Those that are firing. */
  alerts: Alert[];
}

/** Adds the operator routes to `server`. Returns the data that they answer with. */
export function serveOperator(server: PageServer, now: number): OperatorView {
  const at = (ago: number): string => new Date(now - ago).toISOString();
  const browser = (index: number, given: Partial<TreeNode> = {}): TreeNode =>
    treeNode(`browser-${index}`, [], { thread: `worker-${index}`, ...given });

  const view: OperatorView = {
    tree: treeNode('root', [
      treeNode('bus'),
      treeNode('store'),
      treeNode('checking', [
        treeNode('asu', [treeNode('scheduler'), treeNode('section-checker', [], { breaker: 'closed', mailbox: 3 })]),
        treeNode('differ'),
        treeNode('browsers', [
          treeNode('pool', [], { mailbox: 2 }),
          browser(1),
          browser(2, {
            state: 'restarting',
            restarts: 3,
            since: at(4000),
            lastError: 'PMC_BROWSER_FAILED: browser browser-2 failed: the process exited with signal SIGKILL',
          }),
        ]),
      ]),
      treeNode('notifying', [
        treeNode('notifier'),
        treeNode('email', [], {
          breaker: 'half-open',
          restarts: 1,
          lastError: 'PMC_MAIL_FAILED: mail could not be handed over: connect ECONNREFUSED 127.0.0.1:2525',
        }),
      ]),
      treeNode('publisher'),
      treeNode('web'),
    ]),
    others: [],
    cycle: { startedAt: at(4000), due: 6250, done: 3810, failed: 2, requests: 412 },
    pace: { institution: 'asu', askedPerMinute: 40, allowedPerMinute: 60, intervalSeconds: 300, resultingSeconds: 300 },
    changes: [
      ...withSeats(sample('66445'), 150, 147, at(9000)).changes,
      ...withSeats(sample('66447', { title: 'Algorithms' }), 150, 149, at(70_000)).changes,
    ],
    deadLetters: [
      ...['88658', '88659', '88660'].map((classNumber, index) => ({
        id: `d${index}`,
        kind: 'check' as const,
        subject: `asu/2267/${classNumber}`,
        error: `PMC_SOURCE_STATUS: catalog.apps.asu.edu answered 503 for ${classNumber}`,
        attempts: 3,
        at: at(300_000),
        course: 'CSE 310',
        name: `CSE 310 · ${classNumber}`,
        failedAttempts: [1, 2, 3].map((browser) => ({
          at: at(300_000 - browser * 10_000),
          by: `host-b/checking/browsers/browser-${browser}`,
          error: `PMC_SOURCE_STATUS: catalog.apps.asu.edu answered 503 for ${classNumber}`,
        })),
      })),
      {
        id: 'n1',
        kind: 'notification',
        subject: '3f0c9c1e-8d5c-4b57-9d6f-0f2b6a0f6c11+asu/2267/66445#8:opened+email',
        error: 'PMC_MAIL_REFUSED: 550 no such mailbox',
        attempts: 1,
        at: at(400_000),
        course: 'CSE 310',
        name: 'CSE 310 · 66445 → e…@example.edu',
        what: 'opened',
        channel: 'email',
        detectedAt: at(500_000),
        failedAttempts: [{ at: at(400_000), error: 'PMC_MAIL_REFUSED: 550 no such mailbox' }],
      },
    ],
    pauses: [{ scope: 'notifications', institution: 'asu', since: at(125_000) }],
    overview: {
      level: 'ok',
      causes: [],
      sections: 6_250,
      students: 2_500,
      messagesToday: 17,
      deadLetters: 0,
      lastSureLookAt: at(4_000),
    },
    alerts: [],
  };

  const guarded = (method: string, path: string, answer: (body: unknown, url: URL) => Answer): void => {
    server.routes.set(`${method} ${path}`, (body, request) => {
      const allowed = isOperator(server, request.headers.authorization?.slice('Bearer '.length));
      return allowed
        ? answer(body, new URL(request.url!, server.url))
        : problem(401, 'PMC_OPERATOR_TOKEN_WRONG', 'the bearer token is not the OPERATOR_TOKEN');
    });
  };

  const own = nodeReport('host-b', { self: true, publishes: true });
  const health: HealthReport = {
    ...own.health!,
    status: 'degraded',
    checks: { ...own.health!.checks, browsers: { status: 'degraded', code: 'PMC_BROWSER_FAILED' } },
  };
  const nodes = (): NodeReport[] =>
    view.answer ??
    [{ ...own, health, tree: view.tree, cycle: view.cycle }, ...view.others].toSorted((one, other) =>
      one.node < other.node ? -1 : 1,
    );
  // Only to try the token.
  guarded('GET', '/api/v1/nodes', () => ({ status: 200, body: { nodes: nodes() } }));
  pushTo(server, {
    overview: () => ({ overview: view.overview, alerts: view.alerts }),
    nodes: () => ({ nodes: nodes() }),
    cycle: () => ({ cycle: view.cycle }),
    paces: () => ({ paces: [view.pace] }),
    browsers: () => ({ total: 2, available: 1, busy: 1, queued: 2, overloaded: false, ready: true }),
    changes: () => ({ changes: view.changes }),
    'dead-letters': () => ({ total: view.deadLetters.length, groups: groupLetters(view.deadLetters) }),
    pauses: () => ({ pauses: view.pauses }),
  });
  guarded('GET', '/api/v1/incidents', () => ({
    status: 200,
    body: {
      incidents: [
        { alert: 'source-unseen', severity: 'critical', startedAt: at(1_500_000), endedAt: at(900_000), value: 3 },
      ],
    },
  }));
  guarded('GET', '/api/v1/series', (_, { searchParams }) => ({
    status: 200,
    body: figuresOf(searchParams.get('name') as SeriesName, searchParams.get('range') as SeriesRange, Date.now()),
  }));
  guarded('POST', '/api/v1/cycles', () => {
    if (view.cycle && view.cycle.finishedAt === undefined)
      return problem(409, 'PMC_CYCLE_RUNNING', 'a cycle is running');
    view.cycle = { startedAt: new Date().toISOString(), due: 100, done: 0, failed: 0, requests: 0 };
    return { status: 202, body: view.cycle };
  });
  for (const what of ['replay', 'discard'])
    guarded('POST', `/api/v1/dead-letters/${what}`, (body) => {
      const { ids, group } = body as { ids?: string[]; group?: string };
      const named = groupLetters(view.deadLetters);
      const handled =
        ids ?? named.filter(({ id }) => id === (group ?? id)).flatMap(({ letters }) => letters.map(({ id }) => id));
      view.deadLetters = view.deadLetters.filter(({ id }) => !handled.includes(id));
      return { status: 202, body: { handled: handled.length } };
    });
  guarded('POST', '/api/v1/pause', (body) => {
    const pause = { ...(body as Omit<Pause, 'since'>), since: new Date().toISOString() };
    view.pauses.push(pause);
    return { status: 200, body: pause };
  });
  guarded('DELETE', '/api/v1/pause', (_, { searchParams }) => {
    view.pauses = view.pauses.filter(
      ({ scope, institution }) =>
        scope !== searchParams.get('scope') || (institution ?? null) !== searchParams.get('institution'),
    );
    return { status: 204 };
  });
  return view;
}
