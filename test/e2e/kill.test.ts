/**
 * The system is killed with -9 again and again. It loses no opening, repeats at most those in flight, and leaves
 * nothing pending. A program that follows the stream of changes and returns after each start misses none.
 */
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { connectAsync } from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import type { Change } from '../../src/domain/change.ts';
import { Random } from '../../scripts/campus/random.ts';
import { AcceptedMails } from '../support/accepted-mails.ts';
import { eventually } from '../support/eventually.ts';
import { allAre, openingsOf } from '../support/looking-in.ts';
import { chromiumOf } from '../support/processes.ts';
import { startCampus } from '../support/running-campus.ts';
import type { RunningSystem } from '../support/running-system.ts';
import { startSystem } from '../support/running-system.ts';
import { prepareWatchers } from '../support/watchers.ts';
import { EventClient } from '../web/event-client.ts';

const STUDENTS = ['ada', 'ben', 'cy', 'dee'];
const SECTIONS = 15;
const KILLS = 3;
/** From the seats opening: in the middle of looking, committing, fanning out, sending. */
const KILL_WITHIN_MS = 2_500;
const MAIL_TAKES_MS = 25;

t.test('every committed opening is sent to every watcher, whatever was killed and when', async (t) => {
  const campus = await startCampus(t, '--speed', '0');
  const sections = (await campus.sections(`status=full&limit=${SECTIONS}`)).map(({ section }) => section);
  const dataDir = t.testdir();
  const environment = { ASU_CATALOG_URL: campus.catalogUrl, CHECK_INTERVAL_SECONDS: '1' };
  await prepareWatchers(dataDir, STUDENTS, sections);

  const mails = await AcceptedMails.listen(t, MAIL_TAKES_MS);
  const start = (): Promise<RunningSystem> => startSystem(t, dataDir, { ...environment, SMTP_URL: mails.url });

  const random = new Random(7);
  const published = new Set<string>();
  const follower: Follower = { told: [], lastId: '0' };
  for (let round = 0; round <= KILLS; round += 1) {
    for (const section of sections) await campus.fill(section);
    const system = await start();
    await listen(system, published);
    await follow(t, system, follower);
    await eventually(() => allAre(system, sections, 'full'));
    for (const section of sections) await campus.openSeat(section);
    if (round < KILLS) {
      await setTimeout(random.next() * KILL_WITHIN_MS);
      mails.noteKill();
      await system.kill();
      await eventually(async () => (await chromiumOf(system.process.pid!)).length === 0);
    } else {
      await eventually(() => allAre(system, sections, 'open'));
      const opened = await openingsOf(system, sections);
      const wanted = STUDENTS.flatMap((name) => opened.map((change) => `${name}@example.edu ${change}`));
      t.ok(opened.length >= SECTIONS, `${opened.length} openings were committed in ${KILLS + 1} runs`);
      await eventually(() => wanted.every((each) => mails.told.has(each)));
      const all = await changesOf(system);
      await eventually(() => follower.told.length >= all.length);
      t.same(follower.told, all, 'the stream told every change once and in order');
      t.equal(await system.stop(), 0);
      t.same([...mails.told].toSorted(), wanted.toSorted(), 'and nothing else was sent');
    }
  }
  mails.checkDoubles(t);
  const database = new Database(`${dataDir}/pickmyclass.db`);
  t.teardown(() => database.close());
  const count = (sql: string): unknown => (database.prepare(sql).all() as { n: number }[])[0]?.n;
  t.equal(count("SELECT count(*) AS n FROM notifications WHERE status <> 'sent'"), 0, 'nothing stays pending');
  t.equal(count('SELECT count(*) AS n FROM sections WHERE lease_owner IS NOT NULL'), 0, 'nor leased');
  t.equal(count('SELECT count(*) AS n FROM changes WHERE published = 0'), 0, 'every change was published');
  t.ok(published.size >= SECTIONS, `${published.size} changes were heard over MQTT`);
});

interface Follower {
  told: string[];
  lastId: string;
}

/** Follows the stream from where the last one ended, until the system is killed. */
async function follow(t: Test, system: RunningSystem, follower: Follower): Promise<void> {
  const stream = await EventClient.open(t, system.url, { 'last-event-id': follower.lastId });
  const read = async (): Promise<never> => {
    for (;;) {
      const [event] = await stream.take(1);
      follower.told.push(event!.change.id);
      follower.lastId = event!.id;
    }
  };
  read().catch(() => {}); // the server is killed
}

/** All changes, page by page. */
async function changesOf({ url }: RunningSystem): Promise<string[]> {
  const ids: string[] = [];
  for (let since = '0'; ;) {
    const answer = await fetch(`${url}/api/v1/changes?since=${since}`);
    const page = (await answer.json()) as { changes: { change: Change }[]; nextCursor: string };
    if (page.changes.length === 0) return ids;
    ids.push(...page.changes.map(({ change }) => change.id));
    since = page.nextCursor;
  }
}

async function listen(system: RunningSystem, published: Set<string>): Promise<void> {
  const client = await connectAsync(system.mqttUrl, { protocolVersion: 4, reconnectPeriod: 0 });
  client.on('error', () => {}); // the broker is killed
  client.on('message', (_, payload) => {
    published.add((JSON.parse(payload.toString()) as Change).id);
  });
  await client.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
}
