/** Shows figures of this node's last sample at /metrics that no other metric has. */
import type { Registry } from 'prom-client';
import { Gauge } from 'prom-client';
import type { Sample } from '../domain/series.ts';

const GAUGES: readonly [name: string, help: string, read: (sample: Sample) => number | undefined][] = [
  [
    'pickmyclass_changes_to_fan_out',
    'Changes that are not in the queues of channels yet',
    ({ queues }) => queues?.['fan-out'],
  ],
  [
    'pickmyclass_mailbox_messages',
    'Messages that wait in the mailboxes of all actors',
    ({ queues }) => queues?.['mailboxes'],
  ],
  ['pickmyclass_thread_heap_bytes', 'JavaScript objects of the threads of actors', ({ memory }) => memory?.['threads']],
  [
    'pickmyclass_browser_memory_bytes',
    'Memory of the browsers, with all their processes',
    ({ memory }) => memory?.['browsers'],
  ],
];

export class SampleGauges {
  readonly #gauges: { gauge: Gauge; read: (sample: Sample) => number | undefined }[];

  constructor(registry: Registry) {
    this.#gauges = GAUGES.map(([name, help, read]) => ({
      gauge: new Gauge({ name, help, registers: [registry] }),
      read,
    }));
    this.show({});
  }

  /** What was not measured is left out. */
  show(sample: Sample): void {
    for (const { gauge, read } of this.#gauges) {
      const value = read(sample);
      if (value === undefined) gauge.remove();
      else gauge.set(value);
    }
  }
}
