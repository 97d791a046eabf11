/** How all nodes are: each is asked over the bus, whoever asks. */
import type { Logger, TreeNode } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { HealthReport } from './health.ts';
import type { Member } from '../store/members.ts';
import type { NodeReport } from './node-report.ts';
import type { Members } from './members.ts';
import type { Cycle } from '../checking/cycle.ts';

/** What a node says of itself. */
export interface OwnReport {
  publishes: boolean;
  health: HealthReport;
  tree: TreeNode;
  cycle: Cycle | null;
}

export interface NodeReportsOptions {
  members: Members;
  own: () => Promise<OwnReport>;
  /** Asks another node. Rejects when it gives no answer within `waitMs`. */
  ask: (node: string, waitMs: number) => Promise<OwnReport>;
  log: Logger;
}

/** Longer than a node's health takes at most. */
const ANSWER_MS = 2_500;
/** Of a node that gave no answer the last time: nobody waits for it that long again. */
const SILENT_MS = 250;

export class NodeReports {
  readonly #options: NodeReportsOptions;
  readonly #silent = new Set<string>();
  #round: Promise<NodeReport[]> | undefined;

  constructor(options: NodeReportsOptions) {
    this.#options = options;
  }

  /** By id, this node always among them. Who asks while others are waiting gets the same answer. */
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

  /** A node whose lease has lapsed has nothing to say, also if it could. */
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
