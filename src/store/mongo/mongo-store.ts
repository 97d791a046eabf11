/**
 * The shared store: a MongoDB (6.0 or newer) that many processes use. It needs no transactions, see
 * docs/guides/mongodb.md.
 */
import type { MongoClientOptions } from 'mongodb';
import type { Store } from '../store.ts';
import { MongoAccounts } from './accounts.ts';
import { MongoArchive } from './archive.ts';
import { MongoAudit } from './audit.ts';
import { MongoBudgets } from './budgets.ts';
import { ChangeOrder } from './change-order.ts';
import { MongoChanges } from './changes.ts';
import { MongoChannels } from './channels.ts';
import { Connection } from './connection.ts';
import { MongoDeadLetters } from './dead-letters.ts';
import { MongoKeys } from './keys.ts';
import { MongoIncidents } from './incidents.ts';
import { MongoKeptSessions } from './kept-sessions.ts';
import { MongoTraces } from './traces.ts';
import { MongoMembers } from './members.ts';
import { MongoNotifications } from './notifications.ts';
import { MongoPauses } from './pauses.ts';
import { MongoRetention } from './retention.ts';
import { MongoSectionTable } from './section-table.ts';
import { MongoSections } from './sections.ts';
import { MongoSeries } from './series.ts';
import type { ServerClock } from './server-time.ts';
import { serverClock } from './server-time.ts';
import { MongoTerms } from './terms.ts';
import { MongoTotals } from './totals.ts';
import { MongoUsers } from './users.ts';
import { MongoWatches } from './watches.ts';

export class MongoStore implements Store {
  readonly sections: MongoSections;
  readonly changes: MongoChanges;
  readonly watches: MongoWatches;
  readonly notifications: MongoNotifications;
  readonly deadLetters: MongoDeadLetters;
  readonly accounts: MongoAccounts;
  readonly channels: MongoChannels;
  readonly pauses: MongoPauses;
  readonly keys: MongoKeys;
  readonly members: MongoMembers;
  readonly budgets: MongoBudgets;
  readonly retention: MongoRetention;
  readonly terms: MongoTerms;
  readonly users: MongoUsers;
  readonly sectionTable: MongoSectionTable;
  readonly audit: MongoAudit;
  readonly incidents: MongoIncidents;
  readonly keptSessions: MongoKeptSessions;
  readonly traces: MongoTraces;
  readonly totals: MongoTotals;
  readonly series: MongoSeries;
  readonly archive: MongoArchive;
  readonly #connection: Connection;

  /** Uses the database that `url` (`mongodb://…`) names, `pickmyclass` by default. It is not open yet. */
  constructor(url: string, clock: ServerClock = serverClock, settings: MongoClientOptions = {}) {
    this.#connection = new Connection(url, clock, settings);
    const order = new ChangeOrder();
    this.sections = new MongoSections(this.#connection, order);
    this.changes = new MongoChanges(this.#connection);
    this.watches = new MongoWatches(this.#connection, order);
    this.notifications = new MongoNotifications(this.#connection, order);
    this.deadLetters = new MongoDeadLetters(this.#connection);
    this.accounts = new MongoAccounts(this.#connection);
    this.channels = new MongoChannels(this.#connection);
    this.pauses = new MongoPauses(this.#connection);
    this.keys = new MongoKeys(this.#connection);
    this.members = new MongoMembers(this.#connection);
    this.budgets = new MongoBudgets(this.#connection);
    this.retention = new MongoRetention(this.#connection, order);
    this.terms = new MongoTerms(this.#connection);
    this.users = new MongoUsers(this.#connection, order);
    this.sectionTable = new MongoSectionTable(this.#connection);
    this.audit = new MongoAudit(this.#connection);
    this.incidents = new MongoIncidents(this.#connection);
    this.keptSessions = new MongoKeptSessions(this.#connection);
    this.traces = new MongoTraces(this.#connection);
    this.totals = new MongoTotals(this.#connection);
    this.series = new MongoSeries(this.#connection);
    this.archive = new MongoArchive(this.#connection, order);
  }

  async open(): Promise<void> {
    await this.#connection.open();
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async ping(): Promise<void> {
    await this.#connection.ping();
  }
}
