/** An SQLite file that only this process uses. Prepared statements are kept, and failures carry a code. */
import Database from 'libsql';
import type { Clock, CodedError } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';
import type { Mark } from '../store-time.ts';
import { StoreTime } from '../store-time.ts';
import { codeOf, failureOf, openingFailureOf } from './failure.ts';

/** A value to bind. No booleans: libsql aborts the process when it is given one. */
export type Value = string | number | null;

/**
 * The sources of the store's time: this machine's clock (epoch milliseconds), and optionally a monotonic clock that
 * carries it on.
 */
export type StoreClock = Pick<Clock, 'now'> & Partial<Pick<Clock, 'monotonic'>>;

/** Milliseconds that a new process waits for the old one to release the file. */
const TAKE_OVER_MS = 1_000;

/** As large as the commit of many looks. */
const LARGE_BYTES = 262_144;

export class Connection {
  readonly #path: string;
  readonly #clock: StoreClock;
  readonly #time: StoreTime;
  /** A write has failed, and no large write has succeeded since. */
  #writeFailed = false;
  readonly #statements = new Map<string, Database.Statement>();
  #database: Database.Database | undefined;

  constructor(path: string, clock: StoreClock) {
    this.#path = path;
    this.#clock = clock;
    this.#time = new StoreTime(() => elapsedOf(clock));
  }

  /** Throws PMC_STORE_LOCKED when another process uses the file, or another error of `openingFailureOf`. */
  open(wasOpen: boolean): void {
    try {
      this.#database = new Database(this.#path, { timeout: TAKE_OVER_MS });
      // The operating system holds the lock. The first write takes it, and it ends with the process, even on a crash.
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
   * Compares the store's time with the clock and stores the offset, which also shows that the file can be written.
   * After a failed write it first tries a large write: a disk that is too full for a look may have room for a number.
   */
  keepTime(): void {
    if (this.#writeFailed) this.#tryLargeWrite();
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

  /** The first row. libsql's own `get` adds a `_metadata` column to its rows. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.all<Row>(sql, ...values)[0];
  }

  /** Returns the number of rows written. */
  run(sql: string, ...values: Value[]): number {
    return this.#use((database) => this.#prepared(database, sql).run(...values).changes);
  }

  /** Runs several statements without values. */
  script(sql: string): void {
    this.#use((database) => database.exec(sql));
  }

  /** Runs `work` in a transaction. When it throws, all its writes are undone. */
  transaction<Result>(work: () => Result): Result {
    return this.#use((database) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk ends the transaction by itself.
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /**
   * Runs `work` for one row of a transaction. When the store rejects a value, the writes of `work` are undone, the
   * error is returned, and the transaction goes on. Failures of the file itself are thrown, because they concern all
   * rows.
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

  /** Closes the file, with all data in that one file. Returns the error that prevented this, if any. */
  close(): CodedError | undefined {
    try {
      // libsql keeps a closed file open, and locked, until its statements are garbage collected. Leaving WAL mode,
      // which also checkpoints, is the only way to release an exclusive lock earlier.
      this.#database?.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema');
      return undefined;
    } catch (error) {
      // The file was deleted meanwhile, so there is nothing to keep or to unlock.
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

  /** Finds damaged pages now, and not only when their data is needed. */
  #examine(): void {
    const [found] = this.all<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (found?.quick_check !== 'ok')
      throw storeError('PMC_STORE_DAMAGED', {
        path: this.#path,
        reason: found?.quick_check.replaceAll(/\s+/g, ' ') ?? 'the integrity check gave no result',
      });
  }

  #use<Result>(work: (database: Database.Database) => Result): Result {
    if (this.#database === undefined) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'it is not open' });
    try {
      return work(this.#database);
    } catch (error) {
      const failure = failureOf(error);
      this.#writeFailed ||= failure.code === 'PMC_STORE_UNWRITABLE';
      throw failure;
    }
  }

  #tryLargeWrite(): void {
    this.run('INSERT INTO trials (filler) VALUES (zeroblob(?))', LARGE_BYTES);
    this.run('DELETE FROM trials');
    this.#writeFailed = false;
  }
}

/** Monotonic milliseconds; without a monotonic clock, the wall clock's. */
export function elapsedOf(clock: StoreClock): number {
  return clock.monotonic?.() ?? clock.now();
}
