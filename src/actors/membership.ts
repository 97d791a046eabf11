/**
 * Keeps this node a member of the system: sends its heartbeat to the store, reports on the node to other nodes, gives
 * back what a node that has gone had leased, and removes nodes that are gone for long. Address `membership`.
 */
import type { Bus } from '../bus/bus.ts';
import { nodeOf, NODES_ROOT, nodeTopic } from '../bus/topics.ts';
import type { Unplaced } from '../nodes/place.ts';
import type { ActorContext, Behavior, Ref, Subscription } from '../runtime/index.ts';
import { isForLater, protocol, reasonOf } from '../runtime/index.ts';
import type { Member, MemberStore } from '../store/members.ts';
import type { Members } from '../nodes/members.ts';
import type { Control, Order } from '../nodes/order.ts';
import type { OwnReport } from '../nodes/node-report.ts';
import type { SectionStore } from '../store/sections.ts';
import type { SchedulerMessage } from './checking/scheduler.ts';
import type { PublisherMessage } from './publisher.ts';

export type MembershipMessage =
  | { type: 'report'; replyTo: Ref<OwnReport> }
  /** From an operator. Answered with whether it could be done. */
  | { type: 'order'; order: Order; replyTo: Ref<{ done: boolean }> };

const accepts = protocol<MembershipMessage>({ report: { replyTo: 'ref' }, order: { order: 'object', replyTo: 'ref' } });

type Internal =
  | { type: 'beat' }
  | { type: 'tidy' }
  | { type: 'heard'; node: string; online: boolean }
  | { type: 'offline'; node: string };

/** The parts of the node that this actor uses. */
export interface MembershipNode {
  readonly members: Members;
  readonly store: {
    readonly members: Pick<MemberStore, 'forget'>;
    readonly sections: Pick<SectionStore, 'releaseNode'>;
  };
  readonly bus: Pick<Bus, 'subscribe' | 'clearRetained' | 'port'>;
}

export interface MembershipOwn {
  readonly publisher: Ref<PublisherMessage>;
  readonly schedulers: readonly Ref<SchedulerMessage>[];
  /** Returns the current report of this node. */
  readonly report: () => Promise<OwnReport>;
  readonly control: Control;
}

/** Milliseconds until the next heartbeat when the store cannot be reached. */
const RETRY_MS = 1_000;
/** A node that comes back to the broker within this time has not gone. */
const OFFLINE_MS = 1_000;
const TIDY_MS = 3_600_000;
/** Milliseconds for which a lost node is still listed and its topic kept. */
const REMEMBERED_MS = 86_400_000;

export function membershipSpec(node: MembershipNode, own: MembershipOwn): Unplaced<MembershipMessage | Internal> {
  return {
    type: 'actor',
    accepts,
    start: async (context) => {
      const membership = new Membership(context, node, own);
      await membership.beat();
      // Last: of a start that fails, nothing is released.
      await membership.listen();
      return membership;
    },
  };
}

class Membership implements Behavior<MembershipMessage | Internal> {
  readonly #context: ActorContext<MembershipMessage | Internal>;
  readonly #node: MembershipNode;
  readonly #own: MembershipOwn;
  #subscription: Subscription | undefined;

  constructor(context: ActorContext<MembershipMessage | Internal>, node: MembershipNode, own: MembershipOwn) {
    this.#context = context;
    this.#node = node;
    this.#own = own;
    context.schedule('tidy', TIDY_MS, { type: 'tidy' });
  }

  async receive(message: MembershipMessage | Internal): Promise<void> {
    switch (message.type) {
      case 'beat':
        return this.#beatAgain();
      case 'tidy':
        return this.#tidy();
      case 'heard':
        return this.#heard(message);
      case 'offline':
        return this.#releaseNode(message.node);
      case 'report':
        return this.#report(message.replyTo);
      case 'order':
        return this.#carryOut(message);
      default:
        return message satisfies never;
    }
  }

  async stop(): Promise<void> {
    await this.#subscription?.close();
    await this.#node.members
      .leave()
      .catch((error: unknown) =>
        this.#context.log.warn({ reason: reasonOf(error) }, 'the others were not told of the end'),
      );
  }

  /** Hears which nodes are online. For one that has lost the broker, the broker publishes its last will. */
  async listen(): Promise<void> {
    const { bus, members } = this.#node;
    this.#subscription = await bus.subscribe(`${NODES_ROOT}/#`, (topic, payload) => {
      const [node, online] = [nodeOf(topic), isOnline(payload)];
      if (node !== members.node && online !== undefined)
        this.#context.schedule(`heard ${node}`, 0, { type: 'heard', node, online });
    });
  }

  /** Does not fail when the store cannot be reached: a restart would not help. */
  async beat(): Promise<void> {
    const { members } = this.#node;
    const { log } = this.#context;
    const before = members.known;
    let nextInMs = RETRY_MS;
    try {
      nextInMs = await members.beat();
    } catch (error) {
      if (!isForLater(error)) throw error;
      log.warn({ reason: reasonOf(error) }, 'the store was not told that this node is alive');
    }
    this.#context.schedule('beat', nextInMs, { type: 'beat' });
    this.#noteChanges(before);
  }

  async #beatAgain(): Promise<void> {
    const { members } = this.#node;
    const published = members.publishes;
    await this.beat();
    if (published || !members.publishes) return;
    this.#context.log.info({}, 'this node publishes now');
    this.#republish();
  }

  #republish(): void {
    this.#context.tell(this.#own.publisher, { type: 'republish' });
  }

  /** Republishes when a node is gone or has restarted: it may have committed changes without announcing them. */
  #noteChanges(before: readonly Member[]): void {
    const { members, bus } = this.#node;
    const { log } = this.#context;
    const runs = (all: readonly Member[]): Map<string, string> =>
      new Map(all.filter(({ alive }) => alive).map(({ node, startedAt }) => [`${node} ${startedAt}`, node]));
    const [former, now] = [runs(before), runs(members.known)];
    for (const [run, node] of now)
      if (!former.has(run) && node !== members.node) log.info({ other: node, nodes: now.size }, 'node has come');
    const gone = [...former].filter(([run, node]) => !now.has(run) && node !== members.node);
    for (const [, node] of gone) log.warn({ other: node, nodes: now.size }, 'node has gone');
    if (gone.length > 0) this.#republish();
    if (now.size > 1 && former.size === 1 && bus.port !== undefined) {
      log.error(
        {},
        'other processes share the store and not the bus: set BUS_URL to one broker for all, ' +
          'or their pages hear of changes late',
      );
    }
  }

  #heard({ node, online }: { node: string; online: boolean }): void {
    this.#node.members.heard(node, online);
    const key = `offline ${node}`;
    if (online) this.#context.cancel(key);
    else this.#context.schedule(key, OFFLINE_MS, { type: 'offline', node });
  }

  /**
   * A node without the broker makes no looks. If it still writes the answer to one, that write is lost, because it no
   * longer has the lease.
   */
  async #releaseNode(node: string): Promise<void> {
    try {
      await this.#node.store.sections.releaseNode(node);
    } catch (error) {
      if (!isForLater(error)) throw error;
      this.#context.log.warn({ other: node, reason: reasonOf(error) }, 'the leases of a node that has gone will lapse');
    }
    for (const scheduler of this.#own.schedulers) this.#context.tell(scheduler, { type: 'node-gone' });
  }

  #carryOut({ order, replyTo }: MembershipMessage & { type: 'order' }): void {
    this.#context.log.warn({ do: order.do, path: order.path }, 'an operator has given an order');
    this.#context.tell(replyTo, { done: this.#own.control(order) });
  }

  #report(replyTo: Ref<OwnReport>): void {
    this.#own.report().then(
      (report) => this.#context.tell(replyTo, report),
      (error: unknown) =>
        this.#context.log.warn({ reason: reasonOf(error) }, 'another node was not told how this one is'),
    );
  }

  /** Forgets lost nodes and clears their topics, which would stay retained for ever. One node does it for all. */
  async #tidy(): Promise<void> {
    const { members, store, bus } = this.#node;
    this.#context.schedule('tidy', TIDY_MS, { type: 'tidy' });
    if (!members.publishes) return;
    try {
      for (const node of await store.members.forget(REMEMBERED_MS)) await bus.clearRetained(nodeTopic(node));
    } catch (error) {
      if (!isForLater(error)) throw error;
      this.#context.log.warn({ reason: reasonOf(error) }, 'nodes that are gone were not tidied up after');
    }
  }
}

/** undefined: it is not a message of a node. */
function isOnline(payload: string): boolean | undefined {
  try {
    const body: unknown = JSON.parse(payload);
    const online = typeof body === 'object' && body !== null && 'online' in body ? body.online : undefined;
    return typeof online === 'boolean' ? online : undefined;
  } catch {
    return undefined;
  }
}
