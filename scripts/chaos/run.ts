/**
 * One run: a campus goes through all its faults, the real program is killed with -9 again and again, and its reports
 * are compared with the truth.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { prepareStore } from '../bench/watched-store.ts';
import { startCampus } from '../campus/campus.ts';
import { Random } from '../campus/random.ts';
import { keyOf } from '../campus/section.ts';
import { FAULTS_IN_TURN } from './faults.ts';
import { openingsMissed, readOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { Registrar } from './registrar.ts';
import { Subject } from './subject.ts';
import { Truth } from './truth.ts';

export interface ChaosOptions {
  seed: number;
  /** How long each fault lasts, and how long the campus works well after it. */
  faultSeconds: number;
  calmSeconds: number;
  /** The average time between two kills. */
  killSeconds: number;
  say: (line: string) => void;
}

export interface ChaosReport extends Outcome {
  kills: number;
  /** Openings that lasted while nothing was wrong, and those of them that were not reported. */
  calmOpenings: number;
  missed: string[];
}

const SECTIONS = 600;
const WATCHED = 150;
const WATCHERS = 3;
/** Times faster than real students: one to two changes a second; half of the openings end within 15 seconds. */
const SPEED = 60;
/** In calm times, an opening that lasts this long must be seen, committed and reported. */
const LASTING_MS = 6_000;
/** After the last fault, retries with growing pauses still take a while. */
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
    if (!settled) say(`some states or mails were still wrong after ${SETTLING_MS / 1_000} s`);
    await subject.stop();
    // A machine that is too busy may not see a section for a while after all was right.
    const inTheEnd = settled ? { unsettled: 0, unsettledExamples: [] } : {};
    const quiet = calm.filter(([from, to]) => !subject.troubles.some((at) => at > from - LASTING_MS && at < to));
    return {
      ...judged(),
      ...inTheEnd,
      kills: subject.kills,
      ...openingsMissed(dataDir, truth, watched.map(keyOf), quiet, LASTING_MS),
    };
  } finally {
    await subject.stop('SIGKILL');
    await campus.close();
    await rm(dataDir, { recursive: true });
  }
}

async function waitUntil(isSo: () => boolean, limitMs: number): Promise<boolean> {
  for (const until = Date.now() + limitMs; Date.now() < until; await setTimeout(ASK_AGAIN_MS)) if (isSo()) return true;
  return false;
}
