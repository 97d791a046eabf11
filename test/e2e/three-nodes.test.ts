/**
 * Three processes on one store and one broker are killed with -9 and restarted at random. They lose nothing, repeat
 * nothing, and take over from each other.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { connectAsync } from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import { Random } from '../../scripts/campus/random.ts';
import type { Change } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import type { ChangeDocument, NotificationDocument, SectionDocument } from '../../src/store/mongo/documents.ts';
import { AcceptedMails } from '../support/accepted-mails.ts';
import { sectionsOfTerm } from '../support/campus-answers.ts';
import { eventually } from '../support/eventually.ts';
import { shared } from '../support/nodes.ts';
import type { RunningCampus } from '../support/running-campus.ts';
import { startCampus } from '../support/running-campus.ts';
import type { RunningSystem } from '../support/running-system.ts';
import { makeSeries } from '../support/series.ts';
import { measureSlowness } from '../support/slowness.ts';
import { fillWithWatches, studentEmail } from '../support/watched-store.ts';

const SECTIONS = 160;
const WATCHERS = 4;
const OPENINGS = 60;
/** In recorded time. After it, the last seats are still to be taken. */
const OPENING_SECONDS = 1_200;
const SPEED = 40;
const NODES = ['ada', 'ben', 'cy'];
const INTERVAL_SECONDS = 20;
const LEASE_SECONDS = 15;
/**
 * How long a busy process takes to look for abandoned work and claim it. The test server writes some hundred sections a
 * second.
 */
const ALLOWANCE_MS = 120_000;
const KILLS_MIN = 2;
const MAIL_TAKES_MS = 10;

/** The test server writes some hundred sections a second. Fewer than that are due. */
const environment = {
  CHECK_INTERVAL_SECONDS: String(INTERVAL_SECONDS),
  CHECK_SCHEDULE: 'fixed',
  LEASE_SECONDS: String(LEASE_SECONDS),
  MASS_CHANGE_SHARE: '1',
  LOG_LEVEL: 'warn',
};
const parts = await shared(t, environment);
const slowness = measureSlowness(t);

if (parts === undefined) t.pass('not tested', { skip: 'no MongoDB server or no Mosquitto' });
else {
  t.test('each committed opening is sent once to each watcher, whichever node was killed and when', async (t) => {
    const series = join(t.testdir({}), 'series.csv');
    await writeFile(series, makeSeries(3, SECTIONS, OPENINGS, OPENING_SECONDS));
    const campus = await startCampus(t, '--trace', series, '--speed', String(SPEED));
    await campus.move(false);
    const database = await openDatabase(t, parts.storeUrl);
    const { mainTerm } = await campus.overview();
    const sections = await fillWithWatches(
      database,
      await sectionsOfTerm(campus.apiUrl, mainTerm),
      WATCHERS,
      Date.now(),
      INTERVAL_SECONDS * 1_000,
    );
    t.equal(sections.length, SECTIONS);

    const mails = await AcceptedMails.listen(t, MAIL_TAKES_MS);
    const published = await readPublic(t, parts.broker.port);
    const start = (node: string): Promise<RunningSystem> =>
      parts.start(node, { ASU_CATALOG_URL: campus.catalogUrl, SMTP_URL: mails.url });
    const running = new Map<string, RunningSystem>();
    await Promise.all(
      NODES.map(async (node) => {
        running.set(node, await start(node));
      }),
    );
    await campus.move(true);
    await killAtRandom(t, campus, database, mails, running, start);

    // In the end all seats are taken again.
    await rarely(
      async () =>
        (await database.collection<SectionDocument>('sections').countDocuments({ 'state.status': { $ne: 'full' } })) ===
        0,
    );
    const opened = await openings(database);
    const wanted = opened.flatMap(({ section, id }) => watchersOf(sections, section).map((to) => `${to} ${id}`));
    t.ok(opened.length > OPENINGS / 10, `${opened.length} of ${OPENINGS} openings were seen and committed`);
    await eventually(() => wanted.every((each) => mails.told.has(each)));
    await eventually(async () => (await unpublished(database)) === 0);
    // The stream of another program comes a moment later.
    const stored = await database
      .collection<ChangeDocument>('changes')
      .find({ change: { $exists: true } }, { projection: { _id: 1 } })
      .toArray();
    await eventually(() => stored.every(({ _id }) => published.changes.has(_id)));
    await eventually(async () =>
      (await states(database)).every(
        ({ section, version }) => version === 1 || published.versions.get(section) === version,
      ),
    );
    t.pass('every change was published, and the last state of each section is right');
    for (const system of running.values()) t.equal(await system.stop(), 0);

    t.same([...mails.told].toSorted(), wanted.toSorted(), 'and nothing else was sent');
    mails.checkDoubles(t);
    t.equal(
      await database.collection<NotificationDocument>('notifications').countDocuments({ status: { $ne: 'sent' } }),
      0,
      'nothing stays pending',
    );
    // A section seen in passing after its holder died keeps the name of the holder until it is due. Its lease has
    // lapsed.
    await rarely(
      async () =>
        (await database
          .collection<SectionDocument>('sections')
          .countDocuments({ leaseOwner: { $exists: true }, leaseUntil: { $gt: new Date() } })) === 0,
    );
    t.pass('nor leased: a node that had no time to give its leases back lets them lapse');
  });
}

/**
 * Until the series has been played, and at least twice: kills one node, or two at once, checks that another takes over
 * the work, and starts them again.
 */
async function killAtRandom(
  t: Test,
  campus: RunningCampus,
  database: Db,
  mails: AcceptedMails,
  running: Map<string, RunningSystem>,
  start: (node: string) => Promise<RunningSystem>,
): Promise<void> {
  const random = new Random(11);
  let kills = 0;
  while (kills < KILLS_MIN || (await campus.overview()).replay?.done !== true) {
    await setTimeout(random.integer(500, 6_000));
    const victims = [random.pick(NODES), ...(random.chance(0.3) ? [random.pick(NODES)] : [])];
    for (const node of new Set(victims)) {
      kills += 1;
      mails.noteKill();
      await running.get(node)!.kill();
    }
    await takenOver(t, database, [...new Set(victims)]);
    await Promise.all(
      [...new Set(victims)].map(async (node) => {
        running.set(node, await start(node));
      }),
    );
  }
  t.comment(`${kills} kills`);
}

/**
 * Soon after the end of one lease, dead nodes hold nothing that was due, because others have taken it. A section that
 * another node has seen in passing is not due before the next interval, and keeps the name of the dead node until then.
 */
async function takenOver(t: Test, database: Db, dead: string[]): Promise<void> {
  const sections = database.collection<SectionDocument>('sections');
  const killedAt = performance.now();
  const leaseOwners = (await sections.distinct('leaseOwner')).filter((owner) => dead.includes(owner!.split(':')[0]!));
  const ofDead = { leaseOwner: { $in: leaseOwners }, dueAt: { $lte: new Date(Date.now() + LEASE_SECONDS * 1_000) } };
  const held = await sections.countDocuments(ofDead);
  await rarely(async () => (await sections.findOne(ofDead, { projection: { _id: 1 } })) === null);
  const tookMs = Math.round(performance.now() - killedAt);
  t.ok(
    tookMs <= (LEASE_SECONDS * 1_000 + ALLOWANCE_MS) * slowness(killedAt),
    `${held} sections of ${dead.join(' and ')} were taken over in ${tookMs} ms`,
  );
}

/** Checks only now and then, because the test server is busy enough. */
function rarely(look: () => Promise<boolean>): Promise<true> {
  return eventually(async () => {
    await setTimeout(1_500);
    return await look();
  });
}

async function openDatabase(t: Test, url: string): Promise<Db> {
  const client = new MongoClient(url);
  t.teardown(() => client.close());
  await client.connect();
  return client.db();
}

async function states(database: Db): Promise<SectionState[]> {
  return (
    await database
      .collection<SectionDocument>('sections')
      .find({}, { projection: { state: 1 } })
      .toArray()
  ).map(({ state }) => state!);
}

async function openings(database: Db): Promise<Change[]> {
  const found = await database
    .collection<ChangeDocument>('changes')
    .find({ change: { $exists: true } })
    .toArray();
  return found.map(({ change }) => change!).filter(({ kind }) => kind === 'opened');
}

/** A change first waits in the outbox of its section. */
async function unpublished(database: Db): Promise<number> {
  return (
    (await database.collection<SectionDocument>('sections').countDocuments({ outboxAt: { $exists: true } })) +
    (await database.collection<ChangeDocument>('changes').countDocuments({ toPublish: true }))
  );
}

/** Who watches what, as `fillWithWatches` has added the watches. */
function watchersOf(sections: string[], section: string): string[] {
  const place = sections.indexOf(section);
  return Array.from({ length: WATCHERS }, (_, round) =>
    studentEmail(Math.floor((round * sections.length + place) / 10)),
  );
}

/** What another program reads all the time. */
async function readPublic(t: Test, port: number): Promise<{ changes: Set<string>; versions: Map<string, number> }> {
  const client = await connectAsync({ host: '127.0.0.1', port, protocolVersion: 4 });
  t.teardown(() => client.endAsync(true));
  const changes = new Set<string>();
  const versions = new Map<string, number>();
  client.on('message', (topic, payload) => {
    const body = JSON.parse(payload.toString()) as Change & SectionState;
    if (topic.startsWith('pickmyclass/changes/')) changes.add(body.id);
    else versions.set(body.section, body.version);
  });
  await client.subscribeAsync(['pickmyclass/changes/#', 'pickmyclass/sections/#'], { qos: 1 });
  return { changes, versions };
}
