/** From the answer's arrival to the student. */
import { vapidKeysOf } from '../../../src/config/vapid.ts';
import { newWebhookSettings } from '../../../src/notify/webhook/settings.ts';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { pushBrowser } from '../../../test/support/push-browser.ts';
import { startCampus } from '../../campus/campus.ts';
import type { CampusSection } from '../../campus/section.ts';
import { keyOf, statusOfSection } from '../../campus/section.ts';
import type { Bench, Benchmark } from '../benchmark.ts';
import { withCleanup } from '../cleanup.ts';
import { Program } from '../program.ts';
import { inFolder } from '../setting.ts';
import type { Delays } from './arrivals.ts';
import { Arrivals, WAYS } from './arrivals.ts';
import { MailSink } from './mail-sink.ts';
import { manyMails, manyMessages } from './many.ts';
import { MessageSink } from './message-sink.ts';
import type { Audience } from './students.ts';
import { prepareStudents } from './students.ts';

export interface Sizes {
  /** Full sections that one student watches, and how many of them open, one after the other. */
  watched: number;
  openings: number;
  /** Students who watch one more section, and are told by mail. */
  mails: number;
  /** As many as watch a third section and are told by Web Push, and a fourth by webhook. */
  messages: number;
  /** Times each of these sections opens. */
  rounds: number;
}

const SIZES: Sizes = { watched: 60, openings: 20, mails: 10_000, messages: 5_000, rounds: 1 };
const CAMPUS = 2_000;
const SESSION_SECRET = 'session-secret-of-the-bench-0123456789';
const ENVIRONMENT = {
  CHECK_INTERVAL_SECONDS: '2',
  CHECK_BUDGET_PER_MINUTE: '100000',
  BROWSERS: '1',
  SESSION_SECRET,
  WEBHOOK_ALLOW_PRIVATE: 'true',
};

/** `sizes` is for the test, which takes small ones. */
export async function runNotify(bench: Bench, sizes = SIZES): Promise<void> {
  await inFolder((dataDir) => withCleanup((owner) => measure(bench, sizes, dataDir, owner)));
}

async function measure(bench: Bench, sizes: Sizes, dataDir: string, owner: Owner): Promise<void> {
  const campus = await startCampus({ port: 0, sections: CAMPUS, speed: 0 });
  owner.teardown(() => campus.close());
  const [mails, messages] = [await MailSink.start(owner), await MessageSink.start(owner)];
  const [byMail, byPush, byHook, ...watched] = campus.sections
    .filter((section) => section.term === campus.term && statusOfSection(section) === 'full')
    .toSorted((one, other) => one.waitlist.capacity - other.waitlist.capacity)
    .slice(0, sizes.watched + 3) as [CampusSection, CampusSection, CampusSection, ...CampusSection[]];
  const sections = watched.map(keyOf);
  const { publicKey } = vapidKeysOf(SESSION_SECRET);
  await prepareStudents(dataDir, {
    sections,
    audiences: [
      { section: keyOf(byMail), students: sizes.mails },
      { section: keyOf(byPush), students: sizes.messages, channel: (nth) => browserAt(messages.url, nth, publicKey) },
      { section: keyOf(byHook), students: sizes.messages, channel: (nth) => webhookAt(messages.url, nth) },
    ],
  });
  const environment = { ...ENVIRONMENT, ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mails.url };
  const program = await Program.start(dataDir, environment);
  owner.teardown(() => program.stop());
  const all = [...sections, ...[byMail, byPush, byHook].map(keyOf)];
  const arrivals = await Arrivals.at(owner, program, mails, all);
  await arrivals.untilFull(all);

  const delays: Delays[] = [];
  for (const { classNumber } of spread(watched, sizes.openings))
    delays.push(await arrivals.of(() => campus.openSeat(classNumber), 1));
  await few(bench, delays);
  const around = { rounds: sizes.rounds, arrivals, program, campus };
  await manyMails(bench, { ...around, mails, section: byMail, count: sizes.mails });
  for (const [name, section] of [
    ['push messages', byPush],
    ['webhooks', byHook],
  ] as const)
    await manyMessages(bench, { ...around, name, messages, section, count: sizes.messages });
}

function browserAt(url: string, nth: number, serverKey: string): ReturnType<NonNullable<Audience['channel']>> {
  const { endpoint, keys } = pushBrowser(`${url}/push/${nth}`).subscription;
  return { type: 'web-push', settings: { endpoint, keys, serverKey } };
}

function webhookAt(url: string, nth: number): ReturnType<NonNullable<Audience['channel']>> {
  return { type: 'webhook', settings: { ...newWebhookSettings('json', `${url}/hook/${nth}`) } };
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

export const notify: Benchmark = {
  about: 'How soon a student hears of an opening, from the arrival of the answer that shows it.',
  method: `The real program with a campus simulator as its source, an SMTP server in a process of its own on
127.0.0.1, one live page and one MQTT client. The answer's arrival is \`detectedAt\` of the change: the
section-checker has the answer, and neither the comparison nor the guard of mass changes has begun. A mail counts
when the server has accepted it. \`nodemailer alone\` sends the same raw messages over as many connections. Push
messages are encrypted and signed, each for a browser of its own, and webhooks are signed; both go over HTTP to a
receiver in a process of its own.`,
  peers: false,
  run: (bench) => runNotify(bench),
};
