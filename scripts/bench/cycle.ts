/**
 * What a campus of 6,250 sections and 25,000 watches costs the whole program, and how soon students hear of openings.
 * Run: npm run bench (Linux; about two minutes; on a quiet machine)
 */
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { startCampus } from '../campus/campus.ts';
import { keyOf, statusOfSection } from '../campus/section.ts';
import { Heard, livePage, mailServer, mqttReader } from './listeners.ts';
import type { Metrics } from './program.ts';
import { Program } from './program.ts';
import { inFolder, machine, say as print, SECTIONS, WATCHERS } from './setting.ts';
import { prepareStore } from './watched-store.ts';

/** More than in the busiest ten minutes of a public series, but not yet a mass change. */
const OPENINGS = 100;
const LIVE_PAGES = 1_000;
const SECTIONS_PER_PAGE = 10;
/** By then, the garbage of the start is collected. */
const IDLE_MS = 20_000;

const say = (what: string, figures: string): void => {
  print(`${what.padEnd(34)} ${figures}`);
};
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

const campus = await startCampus({ port: 0, sections: SECTIONS, speed: 0 });
const mails = new Heard();
const mailSink = await mailServer(mails);
const environment = { ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mailSink.url, CHECK_BUDGET_PER_MINUTE: '1000000' };
const watched = campus.sections.filter(({ term }) => term === campus.term);

const longestBlock = (metrics: Metrics): string =>
  `longest block ${Math.round(metrics['pickmyclass_event_loop_delay_max_seconds']! * 1_000)} ms`;

/** Runs a cycle to its end and prints what it cost. */
async function cycle(what: string, program: Program, begin: () => Promise<number>): Promise<void> {
  const before = await program.metrics();
  const claimMs = await begin();
  const { startedAt, finishedAt, due, done, requests } = await program.finishedCycle();
  const after = await program.metrics();
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
      longestBlock(after),
      `${Math.round(await program.residentMb())} MB`,
    ].join(' · '),
  );
}

async function idle(what: string, program: Program): Promise<void> {
  const atOnce = await program.residentMb();
  await setTimeout(IDLE_MS);
  say(
    what,
    `${Math.round(atOnce)} MB at once, ${Math.round(await program.residentMb())} MB after ${IDLE_MS / 1_000} s`,
  );
}

/** Opens a seat in many full sections at once, and waits until everyone has heard of it. */
async function openingWave(program: Program): Promise<void> {
  const full = watched.filter((section) => statusOfSection(section) === 'full');
  // From all departments: in the first one alone they would look like the start of a mass change.
  const opening = Array.from({ length: OPENINGS }, (_, nth) => full[Math.floor((nth * full.length) / OPENINGS)]!);
  const keys = opening.map(keyOf);
  const [frames, packets] = [new Heard(), new Heard()];
  const shown = (page: number): string[] =>
    Array.from({ length: SECTIONS_PER_PAGE }, (_, nth) => keys[(page + nth) % OPENINGS]!);
  const pages = await Promise.all(
    Array.from({ length: LIVE_PAGES }, (_, page) => livePage(program.liveUrl, shown(page), frames)),
  );
  const reader = await mqttReader(program.mqttUrl, packets);
  mails.at.length = 0;
  const start = performance.now();
  for (const { classNumber } of opening) campus.openSeat(classNumber);
  await cycle(`${OPENINGS} openings, ${LIVE_PAGES} live pages`, program, () => program.startCycle());
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
    const after = (index: number): string => seconds(at.at(index)! - start);
    const median = after(at.length >> 1);
    say(`  ${at.length} ${name}`, `after the opening: first ${after(0)}, median ${median}, last ${after(-1)}`);
  }
  const metrics = await program.metrics();
  const mean = (stage: string): string => {
    const of = (what: string): number =>
      metrics[`pickmyclass_notification_seconds_${what}{channel="email",stage="${stage}"}`]!;
    return seconds((1_000 * of('sum')) / of('count'));
  };
  say(
    '  notifications',
    `detected to queued ${mean('detected_queued')}, queued to sent ${mean('queued_sent')}, on average`,
  );
  say('  while telling', `${longestBlock(metrics)} · ${Math.round(await program.residentMb())} MB`);
  for (const page of pages) page.terminate();
  await reader.close();
}

async function run(dataDir: string): Promise<void> {
  say('machine', machine());
  await prepareStore(dataDir, watched.map(keyOf), WATCHERS);
  await running(dataDir, async (program) => {
    await idle('idle, nothing seen yet', program);
    await cycle('first look at each section', program, async () => {
      await program.operator('DELETE', '/api/v1/pause?scope=checks');
      return 0;
    });
  });
  await running(dataDir, async (program) => {
    await idle('idle, all states known', program);
    await cycle('cycle, browsers not started', program, () => program.startCycle());
    await cycle('cycle, browsers warm', program, () => program.startCycle());
    await cycle('cycle, browsers warm', program, () => program.startCycle());
    await openingWave(program);
    await idle('idle again', program);
  });
  say('machine', `load ${loadavg()[0]!.toFixed(1)}`);
}

async function running(dataDir: string, work: (program: Program) => Promise<void>): Promise<void> {
  const program = await Program.start(dataDir, environment);
  try {
    await work(program);
  } finally {
    await program.stop();
  }
}

try {
  await inFolder(run);
} finally {
  mailSink.close();
  await campus.close();
}
