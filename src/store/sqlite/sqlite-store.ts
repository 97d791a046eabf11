/**
 * The embedded store: an SQLite file that one process owns. Every call blocks its thread, so `threaded-store.ts` runs
 * it in a thread of its own.
 */
import type { Store } from '../store.ts';
import { SqliteAccounts } from './accounts.ts';
import { SqliteArchive } from './archive.ts';
import { SqliteAudit } from './audit.ts';
import { SqliteBudgets } from './budgets.ts';
import { SqliteChanges } from './changes.ts';
import { SqliteChannels } from './channels.ts';
import type { StoreClock } from './connection.ts';
import { Connection } from './connection.ts';
import { SqliteDeadLetters } from './dead-letters.ts';
import { openingFailureOf } from './failure.ts';
import { SqliteKeys } from './keys.ts';
import { SqliteIncidents } from './incidents.ts';
import { SqliteKeptSessions } from './kept-sessions.ts';
import { SqliteTraces } from './traces.ts';
import { SqliteMembers } from './members.ts';
import { SqliteNotifications } from './notifications.ts';
import { SqlitePauses } from './pauses.ts';
import { SqliteRetention } from './retention.ts';
import { migrate } from './schema.ts';
import { addMissingWords } from './section-search.ts';
import { SqliteSectionTable } from './section-table.ts';
import { SqliteSections } from './sections.ts';
import { SqliteSeries } from './series.ts';
import { SqliteTerms } from './terms.ts';
import { SqliteTotals } from './totals.ts';
import type { Run } from './thread-protocol.ts';
import { repairStates } from './damaged-states.ts';
import { SqliteUsers } from './users.ts';
import { SqliteWatches } from './watches.ts';

export class SqliteStore implements Store {
  readonly sections: SqliteSections;
  readonly changes: SqliteChanges;
  readonly watches: SqliteWatches;
  readonly notifications: SqliteNotifications;
  readonly deadLetters: SqliteDeadLetters;
  readonly accounts: SqliteAccounts;
  readonly channels: SqliteChannels;
  readonly pauses: SqlitePauses;
  readonly keys: SqliteKeys;
  readonly members: SqliteMembers;
  readonly budgets: SqliteBudgets;
  readonly retention: SqliteRetention;
  readonly terms: SqliteTerms;
  readonly users: SqliteUsers;
  readonly sectionTable: SqliteSectionTable;
  readonly audit: SqliteAudit;
  readonly incidents: SqliteIncidents;
  readonly keptSessions: SqliteKeptSessions;
  readonly traces: SqliteTraces;
  readonly totals: SqliteTotals;
  readonly series: SqliteSeries;
  readonly archive: SqliteArchive;
  readonly #path: string;
  readonly #connection: Connection;

  constructor(path: string, clock: StoreClock) {
    this.#path = path;
    this.#connection = new Connection(path, clock);
    this.sections = new SqliteSections(this.#connection);
    this.changes = new SqliteChanges(this.#connection);
    this.watches = new SqliteWatches(this.#connection);
    this.notifications = new SqliteNotifications(this.#connection);
    this.deadLetters = new SqliteDeadLetters(this.#connection);
    this.accounts = new SqliteAccounts(this.#connection);
    this.channels = new SqliteChannels(this.#connection);
    this.pauses = new SqlitePauses(this.#connection);
    this.keys = new SqliteKeys(this.#connection);
    this.members = new SqliteMembers(this.#connection);
    this.budgets = new SqliteBudgets(this.#connection);
    this.retention = new SqliteRetention(this.#connection);
    this.terms = new SqliteTerms(this.#connection);
    this.users = new SqliteUsers(this.#connection);
    this.sectionTable = new SqliteSectionTable(this.#connection);
    this.audit = new SqliteAudit(this.#connection);
    this.incidents = new SqliteIncidents(this.#connection);
    this.keptSessions = new SqliteKeptSessions(this.#connection);
    this.traces = new SqliteTraces(this.#connection);
    this.totals = new SqliteTotals(this.#connection);
    this.series = new SqliteSeries(this.#connection);
    this.archive = new SqliteArchive(this.#connection);
  }

  /**
   * `run` 'new': the process opens the file for the first time and ends the leases of earlier processes. 'same': it
   * reopens the file, and its own leases stay.
   */
  async open(run: Run = 'new'): Promise<void> {
    const wasOpen = run === 'same';
    this.#connection.open(wasOpen);
    try {
      migrate(this.#connection);
      this.#connection.keepTime();
      repairStates(this.#connection);
      addMissingWords(this.#connection);
      if (!wasOpen) this.#endEarlierRuns();
    } catch (error) {
      // An error on closing has the same cause as the one on opening.
      this.#connection.close();
      throw openingFailureOf(error, this.#path, wasOpen);
    }
  }

  async close(): Promise<void> {
    const failure = this.#connection.close();
    if (failure !== undefined) throw failure;
  }

  async ping(): Promise<void> {
    this.#connection.keepTime();
  }

  /**
   * Ends all leases and deletes touches and unwatched sections without a look: the processes that needed them are gone.
   */
  #endEarlierRuns(): void {
    this.#connection.transaction(() => {
      this.#connection.script(`
        UPDATE sections SET lease_owner = NULL, lease_until = 0 WHERE lease_owner IS NOT NULL;
        DELETE FROM touches;
        UPDATE notifications SET lease_owner = NULL, lease_until = 0 WHERE lease_owner IS NOT NULL;
        DELETE FROM sections
        WHERE state IS NULL AND NOT EXISTS (SELECT 1 FROM watches w WHERE w.section = sections.section)`);
    });
  }
}
