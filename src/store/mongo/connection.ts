/** The connection to the server: one client, its collections and its time. Failures carry a code. */
import type { MongoClientOptions } from 'mongodb';
import { MongoClient } from 'mongodb';
import { storeError } from '../errors.ts';
import type { Collections } from './documents.ts';
import { failureOf } from './driver-error.ts';
import { hostsOf, openingError, urlError } from './opening-error.ts';
import { examineServer, prepare } from './schema.ts';
import type { ServerClock } from './server-time.ts';
import { SharedTime } from './shared-time.ts';

const DEFAULT_DATABASE = 'pickmyclass';

// A write counts when most members have it in their journals, because notifications depend on it. The URL cannot
// change this.
const DURABLE: MongoClientOptions = {
  writeConcern: { w: 'majority', journal: true },
  retryWrites: true,
  retryReads: true,
};

/** Milliseconds. The URL can override them. */
const TIMEOUTS = { serverSelectionTimeoutMS: 5_000, connectTimeoutMS: 5_000, socketTimeoutMS: 60_000 };

export class Connection {
  readonly #time: SharedTime;
  readonly #url: string;
  readonly #settings: MongoClientOptions;
  #client: MongoClient | undefined;
  #collections: Collections | undefined;
  #wasOpen = false;

  /** `settings`: further options of the driver. They override the URL. */
  constructor(url: string, clock: ServerClock, settings: MongoClientOptions) {
    this.#url = url;
    this.#time = new SharedTime(clock);
    const timeouts = Object.entries(TIMEOUTS).filter(([name]) => !url.includes(`${name}=`));
    this.#settings = { appName: 'pickmyclass', ...DURABLE, ...Object.fromEntries(timeouts), ...settings };
  }

  /** A server that does not answer means a wrong URL. If it was reached before, it only is unavailable. */
  async open(): Promise<void> {
    try {
      const client = this.#connect();
      this.#client = client;
      const database = client.db(databaseOf(this.#url));
      await examineServer(database, hostsOf(this.#url));
      const collections = collectionsOf(client, database.databaseName);
      await prepare(collections);
      await this.#time.compare(database, collections);
      this.#collections = collections;
      this.#wasOpen = true;
    } catch (error) {
      await this.close();
      throw openingError(error, this.#url, this.#wasOpen);
    }
  }

  /** The driver rejects an invalid URL with several kinds of errors. */
  #connect(): MongoClient {
    try {
      return new MongoClient(this.#url, this.#settings);
    } catch (error) {
      throw urlError(error, this.#url);
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#collections = undefined;
    await client?.close();
  }

  async ping(): Promise<void> {
    await this.use(async (collections) => {
      if (this.#client !== undefined) await this.#time.compare(this.#client.db(databaseOf(this.#url)), collections);
    });
  }

  now(): number {
    return this.#time.now();
  }

  /** Runs `work` on the collections. Its errors become coded errors, see `failureOf`. */
  async use<Result>(work: (collections: Collections) => Promise<Result>): Promise<Result> {
    if (this.#collections === undefined) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'it is not open' });
    try {
      return await work(this.#collections);
    } catch (error) {
      throw failureOf(error);
    }
  }
}

/** The database that the URL names. */
function databaseOf(url: string): string {
  return /^[^/]+\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? DEFAULT_DATABASE;
}

function collectionsOf(client: MongoClient, name: string): Collections {
  // Only the primary decides leases and versions.
  const primary = client.db(name, { readPreference: 'primary' });
  return {
    sections: primary.collection('sections'),
    sectionLookups: client.db(name).collection('sections'),
    unwatched: primary.collection('unwatched'),
    changes: primary.collection('changes'),
    watches: primary.collection('watches'),
    notifications: primary.collection('notifications'),
    users: primary.collection('users'),
    channels: primary.collection('channels'),
    signIns: primary.collection('sign_ins'),
    sessions: primary.collection('sessions'),
    deadLetters: primary.collection('dead_letters'),
    pauses: primary.collection('pauses'),
    keys: primary.collection('api_keys'),
    nodes: primary.collection('nodes'),
    duties: primary.collection('duties'),
    budgets: primary.collection('budgets'),
    forgotten: primary.collection('forgotten'),
    pings: primary.collection('pings'),
    terms: primary.collection('terms'),
    audit: primary.collection('audit'),
    incidents: primary.collection('incidents'),
    keptSessions: primary.collection('kept_sessions'),
    series: primary.collection('series'),
    traces: primary.collection('traces'),
    schema: primary.collection('schema'),
  };
}
