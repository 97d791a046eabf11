/** The retained topics of health and alerts. */
import { isDeepStrictEqual } from 'node:util';
import { alertTopic, HEALTH_TOPIC } from '../bus/topics.ts';
import type { Alert } from '../domain/alerts.ts';
import { alertsAfter } from '../domain/alerts.ts';
import type { Clock } from '../runtime/index.ts';
import type { HealthReport } from './health.ts';
import type { Vitals } from './vitals.ts';

/** Publishes a retained message. */
export type Publish = (topic: string, body: HealthReport | Alert) => Promise<void>;

/** Milliseconds after which unchanged health is published again. */
const REPEAT_MS = 30_000;

export class HealthTopics {
  readonly #clock: Clock;
  readonly #publish: Publish;
  #health: { body: HealthReport; publishedAt: number } | undefined;
  #alerts: Alert[] = [];

  constructor(clock: Clock, publish: Publish) {
    this.#clock = clock;
    this.#publish = publish;
  }

  /** Publishes health if it has changed or is due again, and the alerts that have changed. */
  async update({ health, readings }: Vitals): Promise<void> {
    if (this.#isDue(health)) await this.#publishHealth(health);
    const alerts = alertsAfter(this.#alerts, readings, new Date(this.#clock.now()).toISOString());
    const changed = alerts.filter((alert) => !this.#alerts.some((known) => isDeepStrictEqual(known, alert)));
    this.#alerts = alerts;
    for (const alert of changed) await this.#publish(alertTopic(alert.name), alert);
  }

  /** Publishes everything again, because the broker may have lost it. */
  async publishAll(): Promise<void> {
    if (this.#health !== undefined) await this.#publishHealth(this.#health.body);
    for (const alert of this.#alerts) await this.#publish(alertTopic(alert.name), alert);
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
