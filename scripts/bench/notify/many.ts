/** One opening that is told to thousands of students at once, over one channel. */
import { performance } from 'node:perf_hooks';
import { createTransport } from 'nodemailer';
import type { Campus } from '../../campus/campus.ts';
import type { CampusSection } from '../../campus/section.ts';
import { keyOf } from '../../campus/section.ts';
import type { Bench, Figures } from '../benchmark.ts';
import { timeOf } from '../cost.ts';
import type { Program } from '../program.ts';
import type { Arrivals } from './arrivals.ts';
import type { Mail, MailSink } from './mail-sink.ts';
import type { MessageSink } from './message-sink.ts';

/** As the program configures it. */
const POOL = { pool: true, maxConnections: 5, maxMessages: Infinity };
const NOTE =
  'Ours: one opening of a section with so many watches, from the arrival of the answer, fan-out in the store and ' +
  'the claims of the channel included; CPU time is that of the whole program.';

interface Many {
  rounds: number;
  arrivals: Arrivals;
  program: Program;
  campus: Campus;
  section: CampusSection;
  /** Students who watch it. */
  count: number;
}

export async function manyMails(bench: Bench, many: Many & { mails: MailSink }): Promise<void> {
  const { mails, rounds, count } = many;
  const alone = async (): Promise<Figures> => {
    const sent = mails.mails.slice(-count);
    const heard = mails.next(count);
    const start = performance.timeOrigin + performance.now();
    const { cpuMs: spent } = await timeOf(() => sendAll(mails.url, sent));
    return figuresOf('mail', count, (await heard).at(-1)!.at - start, spent);
  };
  const ours = (): Promise<Figures> => told('mail', many, async (open) => (await many.arrivals.of(open, count)).mail);
  const sides = await bench.compare({
    title: `${count.toLocaleString('en')} mails at once`,
    rounds,
    contenders: { ours, 'nodemailer alone': alone },
    note: NOTE,
  });
  bench.goal({ what: 'mails/s over 5 connections', value: sides.ours['mails/s']!.median, atLeast: 300 });
}

/** `name`: what the messages are, in the plural. */
export async function manyMessages(
  bench: Bench,
  { messages, name, ...many }: Many & { messages: MessageSink; name: string },
): Promise<void> {
  const ours = async (): Promise<Figures> => {
    const { last } = await messages.expect(many.count);
    return told('message', many, async (open) => (await many.arrivals.until(open, last)).told);
  };
  const title = `${many.count.toLocaleString('en')} ${name} at once`;
  const sides = await bench.compare({ title, rounds: many.rounds, contenders: { ours }, note: NOTE });
  bench.goal({ what: `${name}/s`, value: sides.ours['messages/s']!.median, atLeast: 500 });
}

/** `until` opens the section, and returns the milliseconds until the last student was told. */
async function told(
  thing: string,
  { arrivals, program, campus, section, count }: Many,
  until: (open: () => void) => Promise<number>,
): Promise<Figures> {
  const cpuMs = async (): Promise<number> => 1_000 * (await program.metrics())['process_cpu_seconds_total']!;
  campus.fill(section.classNumber);
  await arrivals.untilFull([keyOf(section)]);
  const before = await cpuMs();
  const ms = await until(() => campus.openSeat(section.classNumber));
  return figuresOf(thing, count, ms, (await cpuMs()) - before);
}

function figuresOf(thing: string, count: number, ms: number, spent: number): Figures {
  return { [`ms to the last ${thing}`]: ms, [`${thing}s/s`]: count / (ms / 1_000), [`CPU ms/${thing}`]: spent / count };
}

async function sendAll(url: string, mails: readonly Mail[]): Promise<void> {
  const transport = createTransport({ url, ...POOL });
  await Promise.all(
    mails.map(({ to, raw }) => transport.sendMail({ envelope: { from: 'pickmyclass@example.edu', to }, raw })),
  );
  transport.close();
}
