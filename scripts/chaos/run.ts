/**
 * One run: a campus that misbehaves in every way it can, the real program killed with -9 again and again, and what it
 * told held against the truth.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Program } from '../bench/program.ts';
import { prepareStore } from '../bench/watched-store.ts';
import { startCampus } from '../campus/campus.ts';
import type { Campus } from '../campus/campus.ts';
import { Random } from '../campus/random.ts';
import { keyOf } from '../campus/section.ts';
import type { CampusSection } from '../campus/section.ts';
import { FAULTS_IN_TURN } from './faults.ts';
import { openingsMissed, readOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { Truth } from './truth.ts';

export interface ChaosOptions {
  seed: number;
  /** How long each fault lasts, and how long the campus is well after it. */
  faultSeconds: number;
  calmSeconds: number;
  /** Between two kills, about. */
  killSeconds: number;
  say: (line: string) => void;
}

export interface ChaosReport extends Outcome {
  kills: number;
  /** Openings that lasted while nothing was wrong, and those of them nobody was told of. */
  calmOpenings: number;
  missed: string[];
}

const SECTIONS = 600;
const WATCHED = 150;
const WATCHERS = 3;
/**
 * Times faster than real students: one to two changes a second, half of the openings over within a quarter of a minute.
 */
const SPEED = 60;
/** An opening this long in calm times is seen, committed and told. */
const LASTING_MS = 6_000;
/** What is retried with growing pauses needs its time after the last fault. */
const SETTLING_MS = 180_000;
const ASK_AGAIN_MS = 5_000;

const ENVIRONMENT = {
  CHECK_INTERVAL_SECONDS: '2',
  CHECK_SCHEDULE: 'fixed',
  CHECK_BUDGET_PER_MINUTE: '100000',
  CHECK_TIMEOUT_SECONDS: '8',
  BROWSERS: '1',
  LEASE_SECONDS: '10',
  BREAKER_FAILURES: '5',
  BREAKER_RESET_SECONDS: '3',
  BREAKER_SUCCESSES: '1',
  LOG_LEVEL: 'warn',
};

export async function runChaos({
  seed,
  faultSeconds,
  calmSeconds,
  killSeconds,
  say,
}: ChaosOptions): Promise<ChaosReport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pickmyclass-chaos-'));
  const campus = await startCampus({ port: 0, smtpPort: 0, seed, sections: SECTIONS, speed: SPEED });
  campus.pause();
  const truth = new Truth(campus, Date.now);
  const watched = campus.sections.filter(({ term }) => term === campus.term).slice(0, WATCHED);
  await prepareStore(dataDir, watched.map(keyOf), WATCHERS, [
    'opened',
    'closed',
    'cancelled',
    'listed',
    'instructor',
    'schedule',
  ]);
  const subject = new Subject(dataDir, {
    ...ENVIRONMENT,
    ASU_CATALOG_URL: campus.catalogUrl,
    SMTP_URL: campus.smtpUrl!,
  });
  const judged = (): Outcome => readOutcome(dataDir, campus, truth, WATCHED * WATCHERS);
  try {
    await subject.start();
    await subject.seesEverything();
    campus.resume();
    const over = new AbortController();
    const killing = subject.killNowAndThen(new Random(seed), killSeconds * 1_000, over.signal, say);
    const registrar = new Registrar(campus, watched, new Random(seed + 1));
    const calm: [from: number, to: number][] = [];
    for (const { name, wish } of FAULTS_IN_TURN) {
      say(name);
      campus.misbehave(wish);
      registrar.actOnce();
      await setTimeout(faultSeconds * 1_000);
      campus.behave();
      const from = Date.now();
      await setTimeout(calmSeconds * 1_000);
      calm.push([from, Date.now()]);
    }
    over.abort();
    await killing;
    campus.pause();
    registrar.restore();
    const settled = await waitUntil(() => judged().unsettled === 0, SETTLING_MS);
    if (!settled) say(`not everything was settled within ${SETTLING_MS / 1_000} s`);
    await subject.stop();
    const quiet = calm.filter(([from, to]) => !subject.troubles.some((at) => at > from - LASTING_MS && at < to));
    return {
      ...judged(),
      kills: subject.kills,
      ...openingsMissed(dataDir, truth, watched.map(keyOf), quiet, LASTING_MS),
    };
  } finally {
    await subject.stop('SIGKILL');
    await campus.close();
    await rm(dataDir, { recursive: true });
  }
}

/** The program under test, which is killed and started again. */
class Subject {
  kills = 0;
  /** When it was killed or started. Epoch ms. */
  readonly troubles: number[] = [];
  readonly #dataDir: string;
  readonly #environment: Record<string, string>;
  #program: Program | undefined;

  constructor(dataDir: string, environment: Record<string, string>) {
    this.#dataDir = dataDir;
    this.#environment = environment;
  }

  async start(): Promise<void> {
    this.#program = await Program.start(this.#dataDir, this.#environment);
    this.troubles.push(Date.now());
  }

  async stop(signal?: 'SIGKILL'): Promise<void> {
    await this.#program?.stop(signal);
  }

  /** Lets it look, which the prepared store does not, until it knows every watched section. */
  async seesEverything(): Promise<void> {
    await this.#program!.operator('DELETE', '/api/v1/pause?scope=checks');
    const { failed } = await this.#program!.finishedCycle();
    if (failed > 0) throw new Error(`${failed} looks failed before anything was wrong`);
  }

  async killNowAndThen(random: Random, everyMs: number, over: AbortSignal, say: (line: string) => void): Promise<void> {
    while (!over.aborted) {
      await setTimeout(everyMs * (0.5 + random.next()), undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) return;
      this.kills += 1;
      this.troubles.push(Date.now());
      say('  kill -9');
      await this.stop('SIGKILL');
      await this.start();
    }
  }
}

/**
 * What real registrars do meanwhile: a class is taken out of the schedule for good, another moves to a new course
 * number.
 */
class Registrar {
  readonly #campus: Campus;
  readonly #watched: readonly Readonly<CampusSection>[];
  readonly #random: Random;
  readonly #removed: string[] = [];
  #moves = 0;

  constructor(campus: Campus, watched: readonly Readonly<CampusSection>[], random: Random) {
    this.#campus = campus;
    this.#watched = watched;
    this.#random = random;
  }

  actOnce(): void {
    const { classNumber } = this.#random.pick([...this.#watched]);
    this.#campus.setSeats(classNumber, { listing: 'vanished' });
    this.#removed.push(classNumber);
    const moved = this.#random.pick([...this.#watched]);
    this.#campus.setSeats(moved.classNumber, { catalogNumber: String(900 + this.#moves++) });
  }

  restore(): void {
    for (const classNumber of this.#removed) this.#campus.setSeats(classNumber, { listing: 'active' });
  }
}

async function waitUntil(isSo: () => boolean, limitMs: number): Promise<boolean> {
  for (const until = Date.now() + limitMs; Date.now() < until; await setTimeout(ASK_AGAIN_MS)) if (isSo()) return true;
  return false;
}
