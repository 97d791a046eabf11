import t from 'tap';
import type { Change } from '../../../src/domain/change.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import { newContext, sampled } from '../../../src/telemetry/traces/span.ts';
import { noTracer } from '../../../src/telemetry/traces/tracer.ts';
import { LiveTraces } from '../../../src/web/live/live-traces.ts';
import { CSE310, MAT210 } from '../../contract/store/harness.ts';
import { recordedSpans } from '../../support/recorded-spans.ts';
import { liveStage } from './stage.ts';

t.test('a change that live pages show is a span in the trace of its look, with the number of pages', async (t) => {
  const { tracer, spans } = recordedSpans(systemClock);
  const { see, announce, announcementOf, look, live } = await liveStage(t, { tracer });
  await look(CSE310);
  const pages = [await live(), await live()];
  for (const page of pages) {
    page.send({ type: 'subscribe', sections: [CSE310] });
    await page.next();
  }
  const context = sampled(newContext());
  const announcement = await announcementOf((await see(CSE310, { enrolled: 149 })).result);
  announce({ ...announcement, traces: { [`${CSE310}#2:opened`]: context } });
  for (const page of pages) t.match(await page.next(), { type: 'change', change: { id: `${CSE310}#2:opened` } });
  t.match(spans, [
    {
      name: 'send frames',
      kind: 'producer',
      parent: context,
      attributes: { 'pickmyclass.section': CSE310, 'pickmyclass.pages': 2 },
    },
  ]);
});

t.test('a change that no page shows, or that was told, waits for nothing', (t) => {
  const { tracer } = recordedSpans(systemClock);
  const traces = new LiveTraces(tracer);
  const [shown, other] = [CSE310, MAT210].map((section) => ({ id: `${section}#2:opened`, section }) as Change);
  const announced = {
    changes: [shown!, other!].map((change) => ({ cursor: '1', change })),
    traces: { [shown!.id]: sampled(newContext()), [other!.id]: sampled(newContext()) },
  };
  traces.announced(announced, (section) => section === CSE310);
  t.equal(traces.begin(other!), undefined);
  t.type(traces.begin(shown!), 'object');
  t.equal(traces.begin(shown!), undefined, 'a later read of the same change is not its first telling');
  const off = new LiveTraces(noTracer);
  off.announced(announced, () => true);
  t.equal(off.begin(shown!), undefined, 'also if another node traces');
  t.end();
});
