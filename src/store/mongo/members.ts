/** Members and duties in MongoDB. Each write changes one document, and its filter names the run that must hold it. */
import type { Member, MemberStore } from '../members.ts';
import { insertMissing } from './bulk.ts';
import type { Connection } from './connection.ts';
import type { NodeDocument } from './process-documents.ts';
import { NEVER } from './instants.ts';

export class MongoMembers implements MemberStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async join(node: string, run: string, leaseMs: number): Promise<void> {
    await this.#connection.use(({ nodes }) =>
      nodes.replaceOne({ _id: node }, this.#newcomer(run, leaseMs), { upsert: true }),
    );
  }

  async beat(node: string, run: string, leaseMs: number): Promise<Member[] | undefined> {
    return await this.#connection.use(async ({ nodes }) => {
      const { startedAt, ...seen } = this.#newcomer(run, leaseMs);
      const { matchedCount } = await nodes.updateOne({ _id: node, run }, { $set: seen, $unset: { left: '' } });
      // A node that was away for very long was forgotten. It is added again, unless another run has replaced it.
      if (matchedCount === 0 && (await insertMissing(nodes, [{ _id: node, startedAt, ...seen }])) === 0)
        return undefined;
      return await this.list();
    });
  }

  async list(): Promise<Member[]> {
    return await this.#connection.use(async ({ nodes }) => {
      const now = this.#connection.now();
      return (
        await nodes
          .find({ left: { $exists: false } })
          .sort({ _id: 1 })
          .toArray()
      ).map((found) => memberOf(found, now));
    });
  }

  async leave(node: string, run: string): Promise<void> {
    await this.#connection.use(async ({ nodes, duties }) => {
      await nodes.updateOne({ _id: node, run }, { $set: { left: true } });
      await duties.updateMany({ run }, { $set: { leaseUntil: NEVER } });
    });
  }

  async hold(duty: string, run: string, leaseMs: number): Promise<number> {
    return await this.#connection.use(async ({ duties }) => {
      const now = this.#connection.now();
      const leaseUntil = new Date(now + leaseMs);
      const held = await duties.findOne({ _id: duty });
      if (held !== null && held.run !== run && held.leaseUntil.getTime() > now) return held.leaseUntil.getTime() - now;
      const free = { $or: [{ run }, { leaseUntil: { $lte: new Date(now) } }] };
      const taken =
        held === null
          ? await insertMissing(duties, [{ _id: duty, run, leaseUntil }])
          : (await duties.updateOne({ _id: duty, ...free }, { $set: { run, leaseUntil } })).matchedCount;
      // Another process was faster. It holds the duty for about as long as this one would have.
      return taken === 1 ? 0 : leaseMs;
    });
  }

  async forget(forMs: number): Promise<string[]> {
    return await this.#connection.use(async ({ nodes }) => {
      const unseen = { seenAt: { $lte: new Date(this.#connection.now() - forMs) } };
      const ids = (await nodes.find(unseen, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
      await nodes.deleteMany({ _id: { $in: ids }, ...unseen });
      return ids;
    });
  }

  #newcomer(run: string, leaseMs: number): Omit<NodeDocument, '_id'> {
    const now = this.#connection.now();
    return { run, startedAt: new Date(now), seenAt: new Date(now), leaseUntil: new Date(now + leaseMs) };
  }
}

function memberOf({ _id: node, startedAt, seenAt, leaseUntil }: NodeDocument, now: number): Member {
  return { node, startedAt: startedAt.toISOString(), seenAt: seenAt.toISOString(), alive: leaseUntil.getTime() > now };
}
