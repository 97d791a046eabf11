/** Students for operators, in SQLite. */
import type { KnownUser, UserFilter, UserPlace, UserQuery, UserSort, UserStore } from '../users.ts';
import { latestChange } from './changes.ts';
import type { Connection } from './connection.ts';

interface UserRow {
  id: string;
  email: string;
  created_at: number;
  suspended_at: number | null;
  watch_count: number;
  muted: number;
  last_seen_at: number | null;
}

const WATCH_COUNT = '(SELECT count(*) FROM watches w WHERE w.user_id = u.id)';
const MUTED = 'EXISTS (SELECT 1 FROM channels c WHERE c.user_id = u.id AND c.muted_since IS NOT NULL)';

const SELECT = `
  SELECT u.id, u.email, u.created_at, u.suspended_at, ${WATCH_COUNT} AS watch_count, ${MUTED} AS muted,
    (SELECT max(last_used_at) FROM sessions s WHERE s.user_id = u.id AND s.expires_at > ?1) AS last_seen_at
  FROM users u`;

const FILTERS: Record<UserFilter, string> = {
  suspended: 'AND u.suspended_at IS NOT NULL',
  muted: `AND ${MUTED}`,
  'no-watches': 'AND NOT EXISTS (SELECT 1 FROM watches w WHERE w.user_id = u.id)',
};

/** ?3 and ?4 are the place of the last user of the page before. */
const SORTS: Record<UserSort, { behind: string; order: string; start: UserPlace }> = {
  email: { behind: 'u.email > ?3 AND ?4 IS NOT NULL', order: 'u.email', start: { key: '', id: '' } },
  newest: {
    behind: '(u.created_at, u.id) < (?3, ?4)',
    order: 'u.created_at DESC, u.id DESC',
    start: { key: Number.MAX_SAFE_INTEGER, id: '' },
  },
  watches: {
    behind: `(${WATCH_COUNT}, u.id) < (?3, ?4)`,
    order: 'watch_count DESC, u.id DESC',
    start: { key: Number.MAX_SAFE_INTEGER, id: '' },
  },
};

export function usersSql(sort: UserSort, filter: UserFilter | null): string {
  const { behind, order } = SORTS[sort];
  return `${SELECT} WHERE (?2 = '' OR instr(u.email, ?2) > 0) AND ${behind} ${filter === null ? '' : FILTERS[filter]}
    ORDER BY ${order} LIMIT ?5`;
}

const HOLD = `
  UPDATE watches SET paused = 1, held = 1 WHERE user_id = ? AND held = 0 AND (paused = 0 OR paused_until IS NOT NULL)`;

/** A pause that has not ended stays one. As after every pause, what changed meanwhile is not told. */
const RELEASE = `
  UPDATE watches SET held = 0, paused = coalesce(paused_until > ?2, 0),
    paused_until = iif(paused_until > ?2, paused_until, NULL), after_cursor = ?3
  WHERE user_id = ?1 AND held = 1`;

const SUSPENDING = [
  HOLD,
  `DELETE FROM notifications
   WHERE status = 'pending' AND destination IN (SELECT id FROM channels WHERE user_id = ?)`,
  'DELETE FROM sessions WHERE user_id = ?',
  'DELETE FROM sign_ins WHERE used_at IS NULL AND email = (SELECT email FROM users WHERE id = ?)',
];

export class SqliteUsers implements UserStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async page({ text, filter, sort, after, limit }: UserQuery): Promise<KnownUser[]> {
    const { key, id } = after ?? SORTS[sort].start;
    return this.#connection
      .all<UserRow>(usersSql(sort, filter), this.#connection.now(), text, key, id, limit)
      .map(userOf);
  }

  async find(id: string): Promise<KnownUser | undefined> {
    return this.#find(id);
  }

  async isSuspended(email: string): Promise<boolean> {
    return (
      this.#connection.get('SELECT 1 FROM users WHERE email = ? AND suspended_at IS NOT NULL', email) !== undefined
    );
  }

  async suspend(id: string): Promise<KnownUser | undefined> {
    return this.#connection.transaction(() => {
      this.#connection.run('UPDATE users SET suspended_at = coalesce(suspended_at, ?) WHERE id = ?', this.#now(), id);
      for (const sql of SUSPENDING) this.#connection.run(sql, id);
      return this.#find(id);
    });
  }

  async restore(id: string): Promise<KnownUser | undefined> {
    return this.#connection.transaction(() => {
      this.#connection.run('UPDATE users SET suspended_at = NULL WHERE id = ?', id);
      this.#connection.run(RELEASE, id, this.#now(), latestChange(this.#connection));
      return this.#find(id);
    });
  }

  #find(id: string): KnownUser | undefined {
    const row = this.#connection.get<UserRow>(`${SELECT} WHERE u.id = ?2`, this.#connection.now(), id);
    return row === undefined ? undefined : userOf(row);
  }

  #now(): number {
    return Math.floor(this.#connection.now());
  }
}

function userOf(row: UserRow): KnownUser {
  return {
    id: row.id,
    email: row.email,
    createdAt: new Date(row.created_at).toISOString(),
    suspendedAt: instant(row.suspended_at),
    watchCount: row.watch_count,
    muted: row.muted === 1,
    lastSeenAt: instant(row.last_seen_at),
  };
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
