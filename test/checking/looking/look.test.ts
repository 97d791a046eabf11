import t from 'tap';
import type { Comparison } from '../../../src/checking/looking/compare.ts';
import { look } from '../../../src/checking/looking/look.ts';
import type { Pipeline } from '../../../src/checking/looking/look.ts';
import type { Fetched, LookResult } from '../../../src/checking/looking/look-result.ts';
import { runtimeError } from '../../../src/runtime/index.ts';
import { AT } from '../../support/states.ts';
import { job } from '../../support/jobs.ts';

const { request } = job('310', []);
const NOTHING: Comparison = { observed: [], absent: [], gone: [], unsure: [], further: [], inPassing: [] };
const FETCHED: Fetched = { outcome: 'answered', answer: { way: 'api', pages: [] }, requests: 2, by: 'browser-1' };
const COMPARED: LookResult<Comparison> = { outcome: 'answered', requests: 2, ...NOTHING };
const late = runtimeError('RUNTIME_ASK_TIMEOUT', { address: 'browsers', timeoutMs: 1_000 });

const lookAt = (over: Partial<Pipeline>): Promise<LookResult<Comparison>> =>
  look(
    { fetch: async () => FETCHED, compare: async () => COMPARED, now: () => Date.parse(AT), ...over },
    request,
    { claimed: [], whole: async () => [] },
    'its trace',
  );

t.test('the result names the browser; the trace goes to both steps', async (t) => {
  const traces: unknown[] = [];
  const result = await lookAt({
    fetch: async (_request, trace) => (traces.push(trace), FETCHED),
    compare: async ({ trace, at }) => (traces.push(trace, at), COMPARED),
  });
  t.same(result, { ...COMPARED, by: 'browser-1' });
  t.same(traces, ['its trace', 'its trace', AT]);
});

t.test('what a browser did not get is not compared', async (t) => {
  const failed = { outcome: 'failed', code: 'PMC_SOURCE_FAILED', message: 'no answer', requests: 1 } as const;
  t.equal(await lookAt({ fetch: async () => failed, compare: () => Promise.reject(new Error('compared')) }), failed);
});

t.test('a source that lets the browser wait has failed; a differ that does has not asked the source', async (t) => {
  t.match(await lookAt({ fetch: () => Promise.reject(late) }), {
    outcome: 'failed',
    code: 'PMC_ASK_TIMEOUT',
    requests: 0,
  });
  t.match(await lookAt({ compare: () => Promise.reject(late) }), {
    outcome: 'refused',
    code: 'PMC_ASK_TIMEOUT',
    requests: 2,
  });
});

t.test('a browser that is being restarted says nothing about the source', async (t) => {
  t.match(await lookAt({ fetch: () => Promise.reject(new Error('restarting')) }), {
    outcome: 'refused',
    message: 'restarting',
    requests: 0,
  });
});

t.test('a refused comparison has no browser', async (t) => {
  const refused = { outcome: 'refused', code: 'PMC_OVERLOADED', message: 'too many', requests: 2 } as const;
  t.same(await lookAt({ compare: async () => refused }), refused);
});
