/** What the drivers themselves need for the same writes: rows by key, without any of the rules of the store. */
import Database from 'libsql';
import type { Collection } from 'mongodb';
import { MongoClient } from 'mongodb';
import type { SectionCommit } from '../../../src/store/sections.ts';

export interface Floor {
  /** Adds one row per look. */
  fill(looks: readonly SectionCommit[]): Promise<void>;
  /** Writes a lease into each of these rows and reads them. */
  lease(sections: readonly string[]): Promise<void>;
  /** Writes states, ends leases and adds changes. */
  commit(looks: readonly SectionCommit[]): Promise<void>;
  /** Adds one row per notification. */
  queue(ids: readonly string[]): Promise<void>;
  /** Reads all rows. */
  read(): Promise<void>;
  close(): Promise<void>;
}

/** libsql on this thread, with the settings of the store. */
export function sqliteFloor(path: string): Floor {
  const database = new Database(path);
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE sections (section TEXT PRIMARY KEY, state TEXT, due_at INTEGER, lease_owner TEXT, lease_until INTEGER);
    CREATE TABLE changes (cursor INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, change TEXT);
    CREATE TABLE notifications (id TEXT PRIMARY KEY, queued_at INTEGER)`);
  const add = database.prepare('INSERT INTO sections (section, state) VALUES (?, ?)');
  const lease = database.prepare('UPDATE sections SET lease_owner = ?, lease_until = ? WHERE section = ?');
  const read = database.prepare('SELECT * FROM sections WHERE section = ?');
  const write = database.prepare(
    'UPDATE sections SET state = ?, due_at = ?, lease_owner = NULL, lease_until = 0 WHERE section = ?',
  );
  const change = database.prepare('INSERT INTO changes (id, change) VALUES (?, ?)');
  const queue = database.prepare('INSERT INTO notifications (id, queued_at) VALUES (?, ?)');
  const all = database.prepare('SELECT * FROM sections');
  const atOnce = <Item>(items: readonly Item[], work: (item: Item) => void): void =>
    database.transaction(() => {
      for (const item of items) work(item);
    })();
  return {
    fill: async (looks) => atOnce(looks, ({ section, state }) => add.run(section, JSON.stringify(state))),
    lease: async (sections) =>
      atOnce(sections, (section) => {
        lease.run('floor', Date.now() + 60_000, section);
        read.all(section);
      }),
    commit: async (looks) =>
      atOnce(looks, ({ section, state, dueInMs, changes }) => {
        write.run(JSON.stringify(state), Date.now() + dueInMs, section);
        for (const each of changes) change.run(each.id, JSON.stringify(each));
      }),
    queue: async (ids) => atOnce(ids, (id) => queue.run(id, Date.now())),
    read: async () => void all.all(),
    close: async () => void database.close(),
  };
}

interface Row {
  _id: string;
  [field: string]: unknown;
}

/** The driver of MongoDB, with bulks that are not ordered. */
export async function mongoFloor(url: string): Promise<Floor> {
  const client = new MongoClient(url, { writeConcern: { w: 'majority', journal: true } });
  await client.connect();
  const [sections, changes, notifications] = ['sections', 'changes', 'notifications'].map((name): Collection<Row> =>
    client.db().collection<Row>(name),
  ) as [Collection<Row>, Collection<Row>, Collection<Row>];
  const setEach = async (rows: readonly (readonly [string, Record<string, unknown>])[]): Promise<void> => {
    const updates = rows.map(([_id, $set]) => ({ updateOne: { filter: { _id }, update: { $set } } }));
    await sections.bulkWrite(updates, { ordered: false });
  };
  const unordered = { ordered: false };
  return {
    fill: async (looks) => {
      await sections.insertMany(
        looks.map(({ section, state }) => ({ _id: section, state })),
        unordered,
      );
    },
    lease: async (keys) => {
      const leaseUntil = new Date(Date.now() + 60_000);
      await setEach(keys.map((key) => [key, { leaseOwner: 'floor', leaseUntil }]));
      await sections.find({ _id: { $in: [...keys] } }).toArray();
    },
    commit: async (looks) => {
      const dueAt = (inMs: number): Date => new Date(Date.now() + inMs);
      await setEach(
        looks.map(({ section, state, dueInMs }) => [section, { state, dueAt: dueAt(dueInMs), leaseOwner: '' }]),
      );
      const added = looks.flatMap((look) => look.changes).map((change) => ({ _id: change.id, change }));
      if (added.length > 0) await changes.insertMany(added, unordered);
    },
    queue: async (ids) => {
      await notifications.insertMany(
        ids.map((_id) => ({ _id, queuedAt: new Date() })),
        unordered,
      );
    },
    read: async () => {
      await sections.find().toArray();
    },
    close: () => client.close(),
  };
}
