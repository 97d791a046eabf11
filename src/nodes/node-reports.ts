/** Asks all nodes for their reports, over the bus. Every node can do this. */
import type { Clock, Logger } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { Member } from '../store/members.ts';
import type { Members } from './members.ts';
import type { FullReport, OwnReport } from './node-report.ts';
import { sharedCall, type SharedCall } from './shared-call.ts';

export interface NodeReportsOptions {
  members: Members;
  /** Returns the report of this node. */
  own: () => Promise<OwnReport>;
  /** Asks another node for its report. Rejects if it does not answer within `waitMs`. */
  ask: (node: string, waitMs: number) => Promise<OwnReport>;
  clock: Pick<Clock, 'monotonic'>;
  log: Logger;
}

/** Timeout for an answer; longer than a health check may take. */
const ANSWER_MS = 2_500;
/** Timeout for a node that did not answer the last time, so that it does not delay every report. */
const SILENT_MS = 250;

export class NodeReports {
  readonly #options: NodeReportsOptions;
  readonly #silent = new Set<string>();
  readonly #round: SharedCall<FullReport[]>;

  constructor(options: NodeReportsOptions) {
    this.#options = options;
    this.#round = sharedCall(options.clock, () => this.#ask());
  }

  /** Returns the reports sorted by id, always with this node. Calls during a round share its result. */
  all(): Promise<FullReport[]> {
    return this.#round(0);
  }

  /** Returns the result of the last round if that began less than a second ago. A page reads more than one thing. */
  recent(): Promise<FullReport[]> {
    return this.#round();
  }

  async #ask(): Promise<FullReport[]> {
    const {
      members: { known },
    } = this.#options;
    return await Promise.all(known.map((member) => this.#reportOf(member)));
  }

  async #reportOf({ node, startedAt, seenAt, alive }: Member): Promise<FullReport> {
    const self = node === this.#options.members.node;
    const report = self ? await this.#options.own() : await this.#answerOf(node, alive);
    const about = { node, self, startedAt, seenAt };
    if (report !== undefined) return { ...about, state: 'online', ...report };
    return {
      ...about,
      state: alive ? 'silent' : 'lost',
      publishes: false,
      health: null,
      tree: null,
      cycle: null,
      facts: null,
    };
  }

  /** Does not ask a node whose lease has lapsed, because its answer would not count. */
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
