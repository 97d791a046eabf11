/** The retained topic of health. */
import { isDeepStrictEqual } from 'node:util';
import { HEALTH_TOPIC } from '../bus/topics.ts';
import type { Clock } from '../runtime/index.ts';
import type { HealthReport } from './health.ts';

/** Publishes a retained message. */
export type Publish = (topic: string, body: HealthReport) => Promise<void>;

/** Milliseconds after which unchanged health is published again. */
const REPEAT_MS = 30_000;

export class HealthTopic {
  readonly #clock: Clock;
  readonly #publish: Publish;
  #health: { body: HealthReport; publishedAt: number } | undefined;

  constructor(clock: Clock, publish: Publish) {
    this.#clock = clock;
    this.#publish = publish;
  }

  /** Publishes health if it has changed or is due again. */
  async update(health: HealthReport): Promise<void> {
    if (this.#isDue(health)) await this.#publishHealth(health);
  }

  /** Publishes it again, because the broker may have lost it. */
  async publishAgain(): Promise<void> {
    if (this.#health !== undefined) await this.#publishHealth(this.#health.body);
  }

  /** `timestamp` and `response_time_ms` differ each time and are not a change. */
  #isDue({ status, checks }: HealthReport): boolean {
    if (this.#health === undefined) return true;
    const { body, publishedAt } = this.#health;
    return (
      this.#clock.monotonic() - publishedAt >= REPEAT_MS ||
      status !== body.status ||
      !isDeepStrictEqual(checks, body.checks)
    );
  }

  async #publishHealth(body: HealthReport): Promise<void> {
    this.#health = { body, publishedAt: this.#clock.monotonic() };
    await this.#publish(HEALTH_TOPIC, body);
  }
}
