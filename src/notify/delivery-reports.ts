/** Reports how deliveries ended, in the log and in the metrics. Neither says to whom. */
import type { Logger } from '../runtime/index.ts';
import type { Verdict } from '../store/notifications.ts';
import { codeIn } from '../telemetry/error-code.ts';
import type { Bundle, Channel } from './channel.ts';

/** From the detection of a change to its queued notification, from there to the accepted message, and the whole. */
export type Stage = 'detected_queued' | 'queued_sent' | 'detected_sent';

export interface DeliveryReportsOptions {
  channel: Pick<Channel, 'name'>;
  observe: (stage: Stage, seconds: number) => void;
  countError: (code: string) => void;
}

export class DeliveryReports {
  readonly #options: DeliveryReportsOptions;
  readonly #log: Logger;

  constructor(options: DeliveryReportsOptions, log: Logger) {
    this.#options = options;
    this.#log = log;
  }

  /** `at`: when the channel accepted the message, epoch ms. */
  sent(bundle: Bundle, at: number): void {
    const { channel, observe } = this.#options;
    for (const { section, change, notice, detectedAt, queuedAt } of bundle) {
      observe('detected_queued', (queuedAt - detectedAt) / 1000);
      observe('queued_sent', (at - queuedAt) / 1000);
      observe('detected_sent', (at - detectedAt) / 1000);
      this.#log.info(
        {
          channel: channel.name,
          section,
          kind: change?.kind ?? notice,
          detected: new Date(detectedAt).toISOString(),
          queued: new Date(queuedAt).toISOString(),
          sent: new Date(at).toISOString(),
          detectedToQueuedMs: queuedAt - detectedAt,
          queuedToSentMs: at - queuedAt,
        },
        'notification sent',
      );
    }
  }

  /** `verdicts`: one for each notification of the bundle, in its order. */
  failed(bundle: Bundle, error: string, verdicts: readonly Verdict[]): void {
    this.#options.countError(codeIn(error));
    for (const [index, { section, change, notice, attempts }] of bundle.entries()) {
      const verdict = verdicts[index];
      const about = { channel: this.#options.channel.name, section, kind: change?.kind ?? notice, attempts, error };
      if (verdict?.outcome === 'retry') this.#log.warn({ ...about, retryInMs: verdict.inMs }, 'notification put off');
      else this.#log.error(about, 'notification given up');
    }
  }
}
