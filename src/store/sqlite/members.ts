/** Members and duties in memory: only one process uses the file, and they end with it. */
import type { Member, MemberStore } from '../members.ts';
import type { Connection } from './connection.ts';

interface Row {
  run: string;
  startedAt: number;
  seenAt: number;
  leaseUntil: number;
  left: boolean;
}
interface Duty {
  run: string;
  leaseUntil: number;
}

export class SqliteMembers implements MemberStore {
  readonly #connection: Connection;
  readonly #rows = new Map<string, Row>();
  readonly #duties = new Map<string, Duty>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async join(node: string, run: string, leaseMs: number): Promise<void> {
    const now = this.#connection.now();
    this.#rows.set(node, { run, startedAt: now, seenAt: now, leaseUntil: now + leaseMs, left: false });
  }

  async beat(node: string, run: string, leaseMs: number): Promise<Member[] | undefined> {
    const now = this.#connection.now();
    const row = this.#rows.get(node);
    if (row !== undefined && row.run !== run) return undefined;
    this.#rows.set(node, {
      run,
      startedAt: row?.startedAt ?? now,
      seenAt: now,
      leaseUntil: now + leaseMs,
      left: false,
    });
    return await this.list();
  }

  async list(): Promise<Member[]> {
    const now = this.#connection.now();
    const present = [...this.#rows].filter(([, { left }]) => !left);
    return present
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { startedAt, seenAt, leaseUntil }]) => ({
        node: id,
        startedAt: new Date(startedAt).toISOString(),
        seenAt: new Date(seenAt).toISOString(),
        alive: leaseUntil > now,
      }));
  }

  async leave(node: string, run: string): Promise<void> {
    const row = this.#rows.get(node);
    if (row?.run === run) row.left = true;
    for (const [duty, { run: holder }] of this.#duties) if (holder === run) this.#duties.delete(duty);
  }

  async hold(duty: string, run: string, leaseMs: number): Promise<number> {
    const now = this.#connection.now();
    const held = this.#duties.get(duty);
    if (held !== undefined && held.run !== run && held.leaseUntil > now) return held.leaseUntil - now;
    this.#duties.set(duty, { run, leaseUntil: now + leaseMs });
    return 0;
  }

  async forget(forMs: number): Promise<string[]> {
    const before = this.#connection.now() - forMs;
    const forgotten = [...this.#rows].filter(([, { seenAt }]) => seenAt <= before).map(([node]) => node);
    for (const node of forgotten) this.#rows.delete(node);
    return forgotten;
  }
}
