/** Nodes that choose requests from one store, without actors: a step at a time, in any order. */
import { BoardFeed } from '../../src/checking/claiming/board-feed.ts';
import { LeasedJobs } from '../../src/checking/claiming/leased-jobs.ts';
import { LookTraces } from '../../src/checking/claiming/look-traces.ts';
import { NextRequests } from '../../src/checking/claiming/next-requests.ts';
import { Chooser } from '../../src/checking/choosing/chooser.ts';
import type { LookJob } from '../../src/checking/look-job.ts';
import { observe } from '../../src/domain/change.ts';
import { wishOf } from '../../src/domain/watch.ts';
import type { ManualClock } from '../../src/runtime/testing/index.ts';
import { wholeSections } from '../../src/checking/looking/whole-sections.ts';
import type { KnownSection, SectionCommit } from '../../src/store/sections.ts';
import type { Store } from '../../src/store/store.ts';
import { noTracer } from '../../src/telemetry/traces/tracer.ts';
import { FakeSource } from './fake-source.ts';
import { seen } from './states.ts';

export const INTERVAL_MS = 60_000;
const LEASE_MS = 3_600_000;
const SUBJECT_ROWS = 3;

/** By class number: three courses of one subject, and a lone one. */
const COURSES = { '10000': 'CSE 100', '10001': 'CSE 100', '10002': 'CSE 200', '10003': 'CSE 300', '10004': 'MAT 100' };

/** Puts watched sections into an empty store. All were seen just now. */
export async function watchedCourses(store: Store, clock: ManualClock): Promise<void> {
  await store.accounts.addSignIn('token', 'ada@example.edu', 60_000);
  const user = await store.accounts.signIn('token', 'session', 60_000);
  for (const classNumber of Object.keys(COURSES))
    await store.watches.add(user!.id, wishOf(`asu/2267/${classNumber}`), false, 10, 0);
  const sections = Object.keys(COURSES).map((classNumber) => `asu/2267/${classNumber}`);
  const rows = await store.sections.claim('asu', { sections }, 'first', LEASE_MS);
  await store.sections.commit('first', commitsOf(await wholeSections(store.sections, rows), clock));
}

export class ChoosingNode {
  readonly #store: Store;
  readonly #clock: ManualClock;
  readonly #chooser: Chooser;
  readonly #feed: BoardFeed;
  readonly #requests: NextRequests;
  readonly #underWay: LookJob[] = [];

  /** `nodes`: all of them, this one first. */
  constructor(nodes: readonly [string, ...string[]], store: Store, clock: ManualClock) {
    this.#store = store;
    this.#clock = clock;
    const { institution: small } = new FakeSource();
    const institution = {
      ...small,
      subjectRequest: (term: string, subject: string) =>
        ({ id: `${term} ${subject}`, institution: 'asu', term, by: 'subject', subject }) as const,
    };
    const chooser = (this.#chooser = new Chooser({
      schedule: 'adaptive',
      intervalMs: INTERVAL_MS,
      perMinute: 1_000,
      stalenessMs: 600_000,
      source: { subjectRows: SUBJECT_ROWS, hasCourses: true },
      epochMs: clock.now() - clock.monotonic(),
    }));
    const { sections } = store;
    const jobs = new LeasedJobs({
      sections,
      institution,
      node: nodes[0],
      leaseMs: LEASE_MS,
      paceOf: (ask) => chooser.paceOf(ask),
      traces: new LookTraces(noTracer),
    });
    this.#feed = new BoardFeed({
      institution: 'asu',
      sections,
      chooser,
      intervalMs: INTERVAL_MS,
      clock,
      onRows: () => undefined,
    });
    this.#requests = new NextRequests({ chooser, jobs, nodes: () => nodes, intervalMs: INTERVAL_MS, clock });
  }

  /** A turn of its scheduler: begins the best request. Returns its id; undefined: there is none now. */
  async choose(): Promise<string | undefined> {
    await this.#feed.refresh();
    this.#requests.choose();
    const job = await this.#requests.next(1);
    if (job !== undefined) this.#underWay.push(job);
    return job?.request.id;
  }

  /** Writes the answer to its oldest request. Returns the request's id; undefined: none is under way. */
  async answer(): Promise<string | undefined> {
    const job = this.#underWay.shift();
    if (job === undefined) return undefined;
    await this.#store.sections.commit(
      job.owner,
      commitsOf(await wholeSections(this.#store.sections, job.sections), this.#clock),
    );
    this.#requests.looked(job, 1);
    return job.request.id;
  }

  /** It hears that an operator wants a look at everything. */
  async demand(): Promise<void> {
    this.#feed.hurry();
    await this.#feed.refresh();
    this.#chooser.demandDue();
  }
}

function commitsOf(rows: readonly KnownSection[], clock: ManualClock): SectionCommit[] {
  return rows.map((row) => {
    const [subject, catalogNumber] = COURSES[row.classNumber as keyof typeof COURSES].split(' ') as [string, string];
    const shown = seen({ classNumber: row.classNumber, subject, catalogNumber });
    const { state, changes } = observe('asu', row.state, shown, new Date(clock.now()).toISOString());
    return {
      section: row.section,
      expectedVersion: row.state?.version ?? 0,
      state,
      unknown: false,
      missing: false,
      failures: 0,
      dueInMs: INTERVAL_MS,
      demand: row.demand,
      changes,
    };
  });
}
