import { Registry } from 'prom-client';
import t from 'tap';
import { SampleGauges } from '../../src/nodes/sample-gauges.ts';

t.test('figures of the last sample are shown, and what was not measured is left out', async (t) => {
  const registry = new Registry();
  const gauges = new SampleGauges(registry);
  const values = async () => (await registry.metrics()).split('\n').filter((line) => line.startsWith('pickmyclass'));
  t.same(await values(), []);
  gauges.show({ queues: { mailboxes: 3, 'fan-out': 2 }, memory: { threads: 5 } });
  t.same((await values()).toSorted(), [
    'pickmyclass_changes_to_fan_out 2',
    'pickmyclass_mailbox_messages 3',
    'pickmyclass_thread_heap_bytes 5',
  ]);
  gauges.show({ queues: { mailboxes: 0 } });
  t.same(await values(), ['pickmyclass_mailbox_messages 0']);
});
