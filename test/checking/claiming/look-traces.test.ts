import t from 'tap';
import { aboutRequest, LookTraces } from '../../../src/checking/claiming/look-traces.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import { noTracer } from '../../../src/telemetry/traces/tracer.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import { job } from '../../support/jobs.ts';
import { recordedSpans } from '../../support/recorded-spans.ts';

t.test('a look is one trace: the claim, the wait for its turn, and how it ended', async (t) => {
  const { tracer, spans, names } = recordedSpans(systemClock);
  const { source, watch, wake } = await checking(t, { tracer });
  source.set('66445');
  await watch('66445');
  await wake();
  t.same(names(), ['look > claim', 'look > wait for turn', 'look > commit', 'look']);
  t.match(spans.at(-1)!.attributes, {
    'pickmyclass.institution': 'asu',
    'pickmyclass.term': '2267',
    'pickmyclass.by': 'class',
    'pickmyclass.class': '66445',
    'pickmyclass.outcome': 'answered',
    'pickmyclass.requests': 1,
  });
});

t.test('a look that failed, and each repetition of it, is a trace with the code', async (t) => {
  const { tracer, spans } = recordedSpans(systemClock);
  const { source, watch, wake, clock } = await checking(t, { tracer });
  source.set('66445');
  source.failing = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'site answered 503', requests: 1 };
  await watch('66445');
  await wake();
  await clock.advance(INTERVAL_MS);
  const looks = spans.filter(({ name }) => name === 'look');
  t.ok(looks.length >= 3, `${looks.length} looks`);
  t.ok(looks.every(({ error }) => error === 'PMC_SOURCE_STATUS'));
  t.notMatch(JSON.stringify(spans), /answered 503/, 'no text of another system');
});

t.test('sections that are given back end the trace; a second end changes nothing', async (t) => {
  const { tracer, spans } = recordedSpans(systemClock);
  const traces = new LookTraces(tracer);
  const claimed = traces.claimed(job('310', []), traces.moment());
  t.ok(claimed.trace);
  traces.givenBack(claimed);
  traces.ended(claimed, { outcome: 'refused', code: 'PMC_POOL_REFUSED', message: '', requests: 0 });
  t.match(spans.at(-1), { name: 'look', attributes: { 'pickmyclass.outcome': 'given back' }, error: null });
  t.equal(spans.filter(({ name }) => name === 'look').length, 1);
});

t.test('while nothing is traced, a job stays as it is, and no object is made for a look', async (t) => {
  const asked: PropertyKey[] = [];
  const watched = new Proxy(noTracer, {
    get: (target, name: keyof typeof noTracer) => (asked.push(name), target[name]),
  });
  const traces = new LookTraces(watched);
  const plain = job('310', []);
  t.equal(traces.moment(), noTracer.moment(), 'always the same moment');
  asked.length = 0;
  t.equal(traces.claimed(plain, traces.moment()), plain);
  traces.asked(plain);
  traces.ended(plain, { outcome: 'refused', code: 'PMC_POOL_REFUSED', message: '', requests: 0 });
  t.same(asked, ['moment', 'isOn'], 'no span is begun');
});

t.test('a span names the course, but not the words that a student typed', async (t) => {
  const all = { id: 'x', institution: 'asu', term: '2267' };
  const course: LookRequest = { ...all, by: 'course', subject: 'CSE', catalogNumber: '310' };
  t.match(aboutRequest(course), { 'pickmyclass.course': 'CSE 310', 'pickmyclass.subject': undefined });
  t.notMatch(JSON.stringify(aboutRequest({ ...all, by: 'keywords', keywords: 'private words' })), /private/);
});
