import t from 'tap';
import { systemClock } from '../../../src/runtime/index.ts';
import { storeError } from '../../../src/store/errors.ts';
import { partsOf } from '../../../src/telemetry/traces/span.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import { recordedSpans } from '../../support/recorded-spans.ts';

const OPENED = 'asu/2267/66445#2:opened';

t.test('the changes that a look found have its context, in the announcement and in the store', async (t) => {
  const { tracer, spans } = recordedSpans(systemClock);
  const { source, store, watch, wake, clock, announced } = await checking(t, { tracer });
  source.set('66445');
  await watch('66445');
  await wake();
  t.equal(announced.at(-1)!.traces, undefined, 'no change');
  source.set('66445', { enrolled: 149 });
  await clock.advance(INTERVAL_MS + 1_000);
  const found = announced.find(({ changes }) => changes.length > 0)!;
  const context = found.traces![OPENED]!;
  t.match(partsOf(context), { sampled: true });
  t.same(await store.traces.of([OPENED]), { [OPENED]: context });
  const commit = spans.find((span) => span.context.slice(0, -3) === context.slice(0, -3));
  t.match(commit, { name: 'commit', kind: 'client', error: null });
  t.match(commit!.attributes, {
    'db.system.name': 'sqlite',
    'pickmyclass.changes': [OPENED, 'asu/2267/66445#2:seats'],
    'pickmyclass.change_count': 2,
  });
});

t.test('a commit that failed has the code; one whose trace could not be kept is announced all the same', async (t) => {
  const { tracer, spans } = recordedSpans(systemClock);
  const { source, store, watch, wake, clock, told } = await checking(t, { tracer });
  source.set('66445');
  await watch('66445');
  await wake();
  const away = storeError('PMC_STORE_UNAVAILABLE', { reason: 'connection refused' });
  const commit = store.sections.commit.bind(store.sections);
  store.sections.commit = () => Promise.reject(away);
  source.set('66445', { enrolled: 149 });
  await clock.advance(INTERVAL_MS + 1_000);
  t.ok(spans.some(({ name, error }) => name === 'commit' && error === 'PMC_STORE_UNAVAILABLE'));
  store.sections.commit = commit;
  store.traces.keep = () => Promise.reject(away);
  await clock.advance(60_000);
  t.same(told(), ['66445 opened', '66445 seats']);
});
