/** From the answer's arrival to the student. */
import { performance } from 'node:perf_hooks';
import { createTransport } from 'nodemailer';
import type { Owner } from '../../../test/support/mongo-server.ts';
import type { Campus } from '../../campus/campus.ts';
import { startCampus } from '../../campus/campus.ts';
import type { CampusSection } from '../../campus/section.ts';
import { keyOf, statusOfSection } from '../../campus/section.ts';
import type { Bench, Benchmark, Figures } from '../benchmark.ts';
import { withCleanup } from '../cleanup.ts';
import { timeOf } from '../cost.ts';
import { Program } from '../program.ts';
import { inFolder } from '../setting.ts';
import type { Delays } from './arrivals.ts';
import { Arrivals, WAYS } from './arrivals.ts';
import type { Mail } from './mail-sink.ts';
import { MailSink } from './mail-sink.ts';
import { prepareStudents } from './students.ts';

export interface Sizes {
  /** Full sections that one student watches, and how many of them open, one after the other. */
  watched: number;
  openings: number;
  /** Students who watch one more section. */
  crowd: number;
  /** Times that section opens. */
  rounds: number;
}

const SIZES: Sizes = { watched: 60, openings: 20, crowd: 10_000, rounds: 1 };
const CAMPUS = 2_000;
const ENVIRONMENT = { CHECK_INTERVAL_SECONDS: '2', CHECK_BUDGET_PER_MINUTE: '100000', BROWSERS: '1' };
/** As the program configures it. */
const POOL = { pool: true, maxConnections: 5, maxMessages: Infinity };

/** `sizes` is for the test, which takes small ones. */
export async function runNotify(bench: Bench, sizes = SIZES): Promise<void> {
  await inFolder((dataDir) => withCleanup((owner) => measure(bench, sizes, dataDir, owner)));
}

async function measure(bench: Bench, sizes: Sizes, dataDir: string, owner: Owner): Promise<void> {
  const campus = await startCampus({ port: 0, sections: CAMPUS, speed: 0 });
  owner.teardown(() => campus.close());
  const mails = await MailSink.start(owner);
  const [crowded, ...watched] = campus.sections
    .filter((section) => section.term === campus.term && statusOfSection(section) === 'full')
    .slice(0, sizes.watched + 1) as [CampusSection, ...CampusSection[]];
  const sections = watched.map(keyOf);
  await prepareStudents(dataDir, { sections, crowded: keyOf(crowded), crowd: sizes.crowd });
  const environment = { ...ENVIRONMENT, ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mails.url };
  const program = await Program.start(dataDir, environment);
  owner.teardown(() => program.stop());
  const arrivals = await Arrivals.at(owner, program, mails, [...sections, keyOf(crowded)]);
  await arrivals.untilFull([...sections, keyOf(crowded)]);

  const delays: Delays[] = [];
  for (const { classNumber } of spread(watched, sizes.openings))
    delays.push(await arrivals.of(() => campus.openSeat(classNumber), 1));
  await few(bench, delays);
  await many(bench, { ...sizes, arrivals, program, mails, campus, crowded });
}

/** `count` items from all parts of the list. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  return Array.from({ length: count }, (_, nth) => items[Math.floor((nth * items.length) / count)]!);
}

async function few(bench: Bench, delays: readonly Delays[]): Promise<void> {
  const sorted = (way: keyof Delays): number[] => delays.map((each) => each[way]).toSorted((a, b) => a - b);
  const at = (values: readonly number[], share: number): number => values[Math.ceil(share * values.length) - 1]!;
  const contenders = Object.fromEntries(
    WAYS.map(
      (way) => [way, async () => ({ 'p50 ms': at(sorted(way), 0.5), 'p99 ms': at(sorted(way), 0.99) })] as const,
    ),
  );
  const title = `${delays.length} openings, one after the other: from the answer's arrival`;
  const ways = await bench.compare({ title, rounds: 1, contenders });
  for (const way of WAYS) {
    bench.goal({ what: `arrival to ${way}, p50 ms`, value: ways[way]!['p50 ms']!.median, atMost: 100 });
    bench.goal({ what: `arrival to ${way}, p99 ms`, value: ways[way]!['p99 ms']!.median, atMost: 400 });
  }
}

interface Many extends Sizes {
  arrivals: Arrivals;
  program: Program;
  mails: MailSink;
  campus: Campus;
  crowded: CampusSection;
}

async function many(bench: Bench, measured: Many): Promise<void> {
  const { arrivals, program, mails, campus, crowded, crowd, rounds } = measured;
  const figuresOf = (ms: number, spent: number): Figures => ({
    'ms to the last mail': ms,
    'mails/s': crowd / (ms / 1_000),
    'CPU ms/mail': spent / crowd,
  });
  const cpuMs = async (): Promise<number> => 1_000 * (await program.metrics())['process_cpu_seconds_total']!;
  const ours = async (): Promise<Figures> => {
    campus.fill(crowded.classNumber);
    await arrivals.untilFull([keyOf(crowded)]);
    const before = await cpuMs();
    const delays = await arrivals.of(() => campus.openSeat(crowded.classNumber), crowd);
    return figuresOf(delays.mail, (await cpuMs()) - before);
  };
  const alone = async (): Promise<Figures> => {
    const sent = mails.mails.slice(-crowd);
    const heard = mails.next(crowd);
    const start = performance.timeOrigin + performance.now();
    const { cpuMs: spent } = await timeOf(() => sendAll(mails.url, sent));
    return figuresOf((await heard).at(-1)!.at - start, spent);
  };
  const sides = await bench.compare({
    title: `${crowd.toLocaleString('en')} mails at once`,
    rounds,
    contenders: { ours, 'nodemailer alone': alone },
    note:
      'Ours: one opening of a section with so many watches, from the arrival of the answer, fan-out in the store and ' +
      'the claims of the notifier included; CPU time is that of the whole program.',
  });
  bench.goal({ what: 'mails/s over 5 connections', value: sides['ours']!['mails/s']!.median, atLeast: 300 });
}

async function sendAll(url: string, mails: readonly Mail[]): Promise<void> {
  const transport = createTransport({ url, ...POOL });
  await Promise.all(
    mails.map(({ to, raw }) => transport.sendMail({ envelope: { from: 'pickmyclass@example.edu', to }, raw })),
  );
  transport.close();
}

export const notify: Benchmark = {
  about: 'How soon a student hears of an opening, from the arrival of the answer that shows it.',
  method: `The real program with a campus simulator as its source, an SMTP server in a process of its own on
127.0.0.1, one live page and one MQTT client. The answer's arrival is \`detectedAt\` of the change: the
section-checker has the answer, and neither the comparison nor the guard of mass changes has begun. A mail counts
when the server has accepted it. \`nodemailer alone\` sends the same raw messages over as many connections.`,
  peers: false,
  run: (bench) => runNotify(bench),
};
