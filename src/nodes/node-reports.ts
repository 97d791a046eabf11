/** Asks every node how it is, over the bus. Each node can do it. */
import type { Logger } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { Member } from '../store/members.ts';
import type { Members } from './members.ts';
import type { NodeReport, OwnReport } from './node-report.ts';

export interface NodeReportsOptions {
  members: Members;
  /** How this node is. */
  own: () => Promise<OwnReport>;
  /** Asks another node. Rejects when it does not answer within `waitMs`. */
  ask: (node: string, waitMs: number) => Promise<OwnReport>;
  log: Logger;
}

/** Longer than a health check may take. */
const ANSWER_MS = 2_500;
/** For a node that did not answer the last time, so that it does not hold up every report. */
const SILENT_MS = 250;

export class NodeReports {
  readonly #options: NodeReportsOptions;
  readonly #silent = new Set<string>();
  #round: Promise<NodeReport[]> | undefined;

  constructor(options: NodeReportsOptions) {
    this.#options = options;
  }

  /** Sorted by id; this node is always among them. Calls during a round get the result of that round. */
  all(): Promise<NodeReport[]> {
    this.#round ??= this.#ask().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #ask(): Promise<NodeReport[]> {
    const {
      members: { known },
    } = this.#options;
    return await Promise.all(known.map((member) => this.#reportOf(member)));
  }

  async #reportOf({ node, startedAt, seenAt, alive }: Member): Promise<NodeReport> {
    const self = node === this.#options.members.node;
    const report = self ? await this.#options.own() : await this.#answerOf(node, alive);
    const about = { node, self, startedAt, seenAt };
    if (report !== undefined) return { ...about, state: 'online', ...report };
    return { ...about, state: alive ? 'silent' : 'lost', publishes: false, health: null, tree: null, cycle: null };
  }

  /** A node whose lease has lapsed is not asked: what it says does not count. */
  async #answerOf(node: string, alive: boolean): Promise<OwnReport | undefined> {
    if (!alive) return undefined;
    const { ask, log } = this.#options;
    const waitMs = this.#silent.delete(node) ? SILENT_MS : ANSWER_MS;
    try {
      return await ask(node, waitMs);
    } catch (error) {
      this.#silent.add(node);
      log.debug({ other: node, reason: reasonOf(error) }, 'node gives no answer');
      return undefined;
    }
  }
}
