/**
 * What a campus of 6,250 sections and 25,000 watches costs the whole program, and how soon students hear of openings.
 * Run: npm run bench (Linux; about two minutes; wants a quiet machine)
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { startCampus } from '../campus/campus.ts';
import { keyOf, statusOfSection } from '../campus/section.ts';
import { Heard, livePage, mailServer, mqttReader } from './listeners.ts';
import { Program } from './program.ts';
import { prepareStore } from './watched-store.ts';

const SECTIONS = 6_250;
const WATCHERS = 4;
/** More than in the busiest ten minutes of a public series, and no mass change yet. */
const OPENINGS = 100;
const LIVE_PAGES = 1_000;
const SECTIONS_PER_PAGE = 10;
/** Memory settles once the garbage of starting is collected. */
const IDLE_MS = 20_000;

const say = (what: string, figures: string): void => {
  process.stdout.write(`${what.padEnd(34)} ${figures}\n`);
};
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

const dataDir = await mkdtemp(join(tmpdir(), 'pickmyclass-bench-'));
const campus = await startCampus({ port: 0, sections: SECTIONS, speed: 0 });
const mails = new Heard();
const mailSink = await mailServer(mails);
const environment = { ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mailSink.url, CHECK_BUDGET_PER_MINUTE: '1000000' };
const watched = campus.sections.filter(({ term }) => term === campus.term);
let program: Program | undefined;

/** Runs a cycle to its end and says what it cost. */
async function cycle(what: string, running: Program, begin: () => Promise<number>): Promise<void> {
  const before = await running.metrics();
  const claimMs = await begin();
  const { startedAt, finishedAt, due, done, requests } = await running.finishedCycle();
  const after = await running.metrics();
  const tookMs = Date.parse(finishedAt) - Date.parse(startedAt);
  const cpu = after['process_cpu_seconds_total']! - before['process_cpu_seconds_total']!;
  say(
    what,
    [
      `${seconds(tookMs)} (${Math.round(done / (tookMs / 60_000)).toLocaleString('en')} sections/min)`,
      `claimed in ${seconds(claimMs)}`,
      `${done} of ${due} done`,
      `${requests} requests`,
      `${cpu.toFixed(1)} CPU s`,
      `longest block ${Math.round(after['pickmyclass_event_loop_delay_max_seconds']! * 1_000)} ms`,
      `${Math.round(await running.residentMb())} MB`,
    ].join(' · '),
  );
}

async function idle(what: string, running: Program): Promise<void> {
  const atOnce = await running.residentMb();
  await setTimeout(IDLE_MS);
  say(
    what,
    `${Math.round(atOnce)} MB at once, ${Math.round(await running.residentMb())} MB after ${IDLE_MS / 1_000} s`,
  );
}

/** Opens a seat in many full sections at once, and waits until everyone has heard. */
async function openingWave(running: Program): Promise<void> {
  const full = watched.filter((section) => statusOfSection(section) === 'full');
  // From all over the campus: in the department that is asked first they would look like the start of a mass change.
  const opening = Array.from({ length: OPENINGS }, (_, nth) => full[Math.floor((nth * full.length) / OPENINGS)]!);
  const keys = opening.map(keyOf);
  const [frames, packets] = [new Heard(), new Heard()];
  const shown = (page: number): string[] =>
    Array.from({ length: SECTIONS_PER_PAGE }, (_, nth) => keys[(page + nth) % OPENINGS]!);
  const pages = await Promise.all(
    Array.from({ length: LIVE_PAGES }, (_, page) => livePage(running.liveUrl, shown(page), frames)),
  );
  const reader = await mqttReader(running.mqttUrl, packets);
  mails.at.length = 0;
  const start = performance.now();
  for (const { classNumber } of opening) campus.openSeat(classNumber);
  await cycle(`${OPENINGS} openings, ${LIVE_PAGES} live pages`, running, () => running.startCycle());
  await Promise.all([
    frames.until(LIVE_PAGES * SECTIONS_PER_PAGE),
    packets.until(OPENINGS),
    mails.until(OPENINGS * WATCHERS),
  ]);
  for (const [name, { at }] of Object.entries({
    'WebSocket frames': frames,
    'MQTT messages': packets,
    'mails handed over': mails,
  })) {
    say(
      `  ${at.length} ${name}`,
      `after the opening: first ${seconds(at[0]! - start)}, median ${seconds(at[at.length >> 1]! - start)}, last ${seconds(at.at(-1)! - start)}`,
    );
  }
  const metrics = await running.metrics();
  const mean = (stage: string): string => {
    const of = (what: string): number =>
      metrics[`pickmyclass_notification_seconds_${what}{channel="email",stage="${stage}"}`]!;
    return seconds((1_000 * of('sum')) / of('count'));
  };
  say(
    '  notifications',
    `detected to queued ${mean('detected_queued')}, queued to sent ${mean('queued_sent')}, on average`,
  );
  say(
    '  while telling',
    `longest block ${Math.round(metrics['pickmyclass_event_loop_delay_max_seconds']! * 1_000)} ms · ${Math.round(await running.residentMb())} MB`,
  );
  for (const page of pages) page.terminate();
  await reader.close();
}

try {
  say('machine', `${availableParallelism()} cores, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
  await prepareStore(dataDir, watched.map(keyOf), WATCHERS);
  program = await Program.start(dataDir, environment);
  await idle('idle, nothing seen yet', program);
  const first = program;
  await cycle('first sight, each section asked for', first, async () => {
    await first.operator('DELETE', '/api/v1/pause?scope=checks');
    return 0;
  });
  await program.stop();

  program = await Program.start(dataDir, environment);
  const running = program;
  await idle('idle, all states known', running);
  await cycle('cycle, browsers not started', running, () => running.startCycle());
  await cycle('cycle, browsers warm', running, () => running.startCycle());
  await cycle('cycle, browsers warm', running, () => running.startCycle());
  await openingWave(running);
  await idle('idle again', running);
  say('machine', `load ${loadavg()[0]!.toFixed(1)}`);
} finally {
  await program?.stop();
  mailSink.close();
  await campus.close();
  await rm(dataDir, { recursive: true });
}
