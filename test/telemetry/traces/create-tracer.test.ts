/** The tracer with a real collector, and with one that is away, slow or broken. */
import { createRequire } from 'node:module';
import { Registry } from 'prom-client';
import t from 'tap';
import { freePort } from '../../../src/net/free-port.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import { recordingLog } from '../../../src/runtime/testing/index.ts';
import { createTracer } from '../../../src/telemetry/traces/create-tracer.ts';
import { noTracer } from '../../../src/telemetry/traces/tracer.ts';
import { collector, treeOf } from '../../support/collector.ts';

/** The files of the exporter that this process has loaded. */
function packages(): string[] {
  const { cache } = createRequire(import.meta.url);
  return Object.keys(cache).filter((path) => /@opentelemetry.(exporter|otlp|resources|sdk)/.test(path));
}

const SERVICE = { version: '1.2.3', instance: 'node-1' };

function tools() {
  return { clock: systemClock, log: recordingLog(), registry: new Registry() };
}

async function countOf({ registry }: { registry: Registry }, outcome: string): Promise<number> {
  const { values } = (await registry.getSingleMetric('pickmyclass_trace_spans_total')!.get()) as {
    values: { value: number; labels: Record<string, string> }[];
  };
  return values.find(({ labels }) => labels['outcome'] === outcome)?.value ?? 0;
}

t.test('without a collector, nothing is traced and nothing is counted', async (t) => {
  const own = tools();
  t.equal(await createTracer(null, SERVICE, own), noTracer);
  t.same(own.registry.getMetricsAsArray(), []);
  t.same(packages(), [], 'no package is loaded');
  await createTracer('http://127.0.0.1:4318', SERVICE, tools());
  t.not(packages().length, 0);
});

t.test('a collector gets the spans with their parents, times, attributes and the service', async (t) => {
  const { server, spans } = await collector(t);
  const own = tools();
  const tracer = await createTracer(`${server.url}/`, SERVICE, own);
  const since = { now: 1_700_000_000_000, monotonic: systemClock.monotonic() };
  const root = tracer.root({ name: 'look', since, attributes: { 'pickmyclass.sections': 2, absent: undefined } });
  const commit = tracer.begin({ name: 'commit', kind: 'client', since }, root.context);
  commit.end({ 'pickmyclass.changes': ['a', 'b'] }, 'PMC_STORE_UNAVAILABLE');
  root.end();
  await tracer.close();
  t.match(server.received, [{ method: 'POST', path: '/v1/traces', headers: { 'content-type': 'application/json' } }]);
  t.same(treeOf(spans()), ['look', 'look > commit']);
  const found = spans().find(({ name }) => name === 'commit');
  t.match(found, { kind: 3, error: 'PMC_STORE_UNAVAILABLE', startMs: since.now });
  t.same(found!.attributes, { 'pickmyclass.changes': ['a', 'b'], 'error.type': 'PMC_STORE_UNAVAILABLE' });
  t.match(
    spans().find(({ parent }) => parent === null),
    { kind: 1, error: null },
  );
  t.same(found!.resource, {
    'service.name': 'pickmyclass',
    'service.version': '1.2.3',
    'service.instance.id': 'node-1',
  });
  t.equal(await countOf(own, 'exported'), 2);
});

t.test('a collector that is away, refuses or never answers costs its spans and no more', async (t) => {
  const { server } = await collector(t);
  const port = await freePort(0, '127.0.0.1');
  const failures: Record<string, () => string> = {
    away: () => `http://127.0.0.1:${port}`,
    broken: () => (server.status(500), server.url),
    silent: () => ((server.answer = () => {}), server.url),
  };
  for (const [name, endpoint] of Object.entries(failures)) {
    const own = tools();
    const tracer = await createTracer(endpoint(), SERVICE, own);
    tracer.root({ name: 'look', since: tracer.moment() }).end();
    await tracer.close();
    t.not(own.log.events().length, 0, `${name} is logged`);
    t.equal(await countOf(own, 'exported'), 0, name);
  }
});
