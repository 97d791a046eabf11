/** One SQLite file, opened for this process alone: prepared statements are kept, failures carry a code. */
import Database from 'libsql';
import type { Clock, CodedError } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';
import type { Mark } from '../store-time.ts';
import { StoreTime } from '../store-time.ts';
import { codeOf, failureOf, openingFailureOf } from './failure.ts';

/** What may be bound. No booleans: libsql aborts the process on one. */
export type Value = string | number | null;

/**
 * What the store's time comes from: this machine's clock (epoch milliseconds), and where there is one a monotonic clock
 * that carries it on.
 */
export type StoreClock = Pick<Clock, 'now'> & Partial<Pick<Clock, 'monotonic'>>;

/** Milliseconds a new process waits for the one it replaces to let go of the file. */
const TAKE_OVER_MS = 1_000;

/** As much as the write of many looks takes. */
const LARGE_BYTES = 262_144;

export class Connection {
  readonly #path: string;
  readonly #clock: StoreClock;
  readonly #time: StoreTime;
  /** A write has failed, and none as large has worked since. */
  #crowded = false;
  readonly #statements = new Map<string, Database.Statement>();
  #database: Database.Database | undefined;

  constructor(path: string, clock: StoreClock) {
    this.#path = path;
    this.#clock = clock;
    this.#time = new StoreTime(() => elapsedOf(clock));
  }

  /** Throws PMC_STORE_LOCKED when another process has the file; otherwise as `openingFailureOf` has it. */
  open(wasOpen: boolean): void {
    try {
      this.#database = new Database(this.#path, { timeout: TAKE_OVER_MS });
      // The lock is the operating system's, taken by the first write and gone with the process, however that ends.
      this.#database.exec('PRAGMA locking_mode = EXCLUSIVE');
      this.#database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE; COMMIT',
      );
      this.#examine();
    } catch (error) {
      this.#database?.close();
      this.#database = undefined;
      throw openingFailureOf(error, this.#path, wasOpen);
    }
  }

  now(): number {
    return this.#time.now();
  }

  /**
   * Compares the store's time with the clock, and writes down how they differ: a write that shows that writing works.
   * After one that failed it is a large one, for a disk without room for a look may have room for a number.
   */
  keepTime(): void {
    if (this.#crowded) this.#tryLarge();
    const { offset, at } = this.#time.compare(this.#clock.now(), 0, this.get<Mark>('SELECT "offset", at FROM pings'));
    this.run(
      'INSERT INTO pings (id, "offset", at) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET "offset" = ?1, at = ?2',
      offset,
      at,
    );
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#use((database) => this.#prepared(database, sql).all(...values) as Row[]);
  }

  /** The first row. Not libsql's `get`, whose rows carry a `_metadata` column of its own. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.all<Row>(sql, ...values)[0];
  }

  /** The number of rows written. */
  run(sql: string, ...values: Value[]): number {
    return this.#use((database) => this.#prepared(database, sql).run(...values).changes);
  }

  /** Statements without values, several at a time. */
  script(sql: string): void {
    this.#use((database) => database.exec(sql));
  }

  /** All of `work` or nothing of it. */
  transaction<Result>(work: () => Result): Result {
    return this.#use((database) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk has ended it already.
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /**
   * `work` for one row of a transaction. A fault of ours in it undoes what it wrote, and is given back; the transaction
   * goes on. Trouble of the file itself is thrown: that concerns all rows.
   */
  row<Result>(work: () => Result): { result: Result } | { refused: CodedError } {
    this.script('SAVEPOINT one_row');
    try {
      const result = work();
      this.script('RELEASE one_row');
      return { result };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code !== 'PMC_STORE_REJECTED') throw failure;
      this.script('ROLLBACK TO one_row; RELEASE one_row');
      return { refused: failure };
    }
  }

  /** Leaves one file with everything in it. Returns what kept it from that, if something did. */
  close(): CodedError | undefined {
    try {
      // libsql keeps a closed file open until its statements are collected, and with it the lock. Leaving WAL mode,
      // which also checkpoints, is the only way to give an exclusive lock back before.
      this.#database?.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema');
      return undefined;
    } catch (error) {
      // The file was deleted meanwhile: nothing to keep, nothing to lock.
      return codeOf(error) === 'SQLITE_READONLY_DBMOVED' ? undefined : failureOf(error);
    } finally {
      this.#statements.clear();
      this.#database?.close();
      this.#database = undefined;
    }
  }

  #prepared(database: Database.Database, sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** A page that is broken would be found when somebody needs it. */
  #examine(): void {
    const [found] = this.all<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (found?.quick_check !== 'ok')
      throw storeError('PMC_STORE_DAMAGED', {
        path: this.#path,
        reason: found?.quick_check.replaceAll(/\s+/g, ' ') ?? 'it cannot be examined',
      });
  }

  #use<Result>(work: (database: Database.Database) => Result): Result {
    if (this.#database === undefined) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'it is not open' });
    try {
      return work(this.#database);
    } catch (error) {
      const failure = failureOf(error);
      this.#crowded ||= failure.code === 'PMC_STORE_UNWRITABLE';
      throw failure;
    }
  }

  #tryLarge(): void {
    this.run('INSERT INTO trials (filler) VALUES (zeroblob(?))', LARGE_BYTES);
    this.run('DELETE FROM trials');
    this.#crowded = false;
  }
}

/** A clock of the wall alone is taken at its word. */
export function elapsedOf(clock: StoreClock): number {
  return clock.monotonic?.() ?? clock.now();
}
