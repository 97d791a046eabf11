/** What happened since the last sample: the figures of all series that count events. */
import type { Figures, Sample } from '../domain/series.ts';
import { Increments } from './increments.ts';
import type { Metrics } from './metrics.ts';
import { timeCounts } from './time-counts.ts';

/** From a change to its message, for channels of students and for MQTT. */
const STAGES = ['detected_sent', 'detected_published'];
const LATENCIES = {
  email: 'latency-email',
  'web-push': 'latency-web-push',
  webhook: 'latency-webhook',
  mqtt: 'latency-mqtt',
} as const;

type Counted = Pick<Metrics, 'checks' | 'requests' | 'changes' | 'errors' | 'notificationSeconds'>;

export class EventFigures {
  readonly #metrics: Counted;
  readonly #events = new Increments();
  readonly #errors = new Increments();
  readonly #times = new Map<string, Increments>();

  constructor(metrics: Counted) {
    this.#metrics = metrics;
  }

  async take(): Promise<{ requests: Figures; others: Sample }> {
    const { checks, requests, changes, errors, notificationSeconds } = this.#metrics;
    const [looked, requested, changed, failed, times] = await Promise.all([
      total(checks),
      total(requests),
      total(changes),
      errors.get(),
      timeCounts(notificationSeconds, STAGES),
    ]);
    const grown = this.#events.take({ looks: looked, requests: requested, changes: changed });
    const latencies: Sample = {};
    let notifications = 0;
    for (const [channel, name] of Object.entries(LATENCIES)) {
      const figures = this.#timesOf(channel, times.get(channel) ?? new Map());
      latencies[name] = figures;
      if (channel !== 'mqtt') notifications += Object.values(figures).reduce((sum, count) => sum + count, 0);
    }
    return {
      requests: { looks: grown['looks'] ?? 0, requests: grown['requests'] ?? 0 },
      others: {
        ...latencies,
        told: { changes: grown['changes'] ?? 0, notifications },
        errors: this.#errors.take(
          Object.fromEntries(failed.values.map(({ labels, value }) => [String(labels.code), value])),
        ),
      },
    };
  }

  /** By upper bound in milliseconds, each event counted once. */
  #timesOf(channel: string, counts: ReadonlyMap<number, number>): Figures {
    const increments = this.#times.get(channel) ?? new Increments();
    this.#times.set(channel, increments);
    let below = 0;
    const each = [...counts]
      .toSorted(([one], [other]) => one - other)
      .map(([bound, count]) => {
        const own = count - below;
        below = count;
        return [String(bound * 1_000), own] as const;
      });
    return increments.take(Object.fromEntries(each));
  }
}

async function total(counter: { get(): Promise<{ values: { value: number }[] }> }): Promise<number> {
  return (await counter.get()).values.reduce((sum, { value }) => sum + value, 0);
}
