import t from 'tap';
import { tracesOf } from '../../src/notify/traces-of.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { noTracer } from '../../src/telemetry/traces/tracer.ts';
import { recordedSpans } from '../support/recorded-spans.ts';

t.test(
  'the store is asked only while traces are exported and there are changes; its failure costs the links',
  async (t) => {
    let asked = 0;
    const traces = {
      of: async (ids: readonly string[]) => {
        asked += 1;
        if (ids.includes('lost')) throw new Error('away');
        return { a: 'context' };
      },
    };
    t.same(await tracesOf(noTracer, traces)(['a']), {});
    const { tracer } = recordedSpans(systemClock);
    t.same(await tracesOf(tracer, traces)([]), {});
    t.equal(asked, 0);
    t.same(await tracesOf(tracer, traces)(['a']), { a: 'context' });
    t.same(await tracesOf(tracer, traces)(['lost']), {});
  },
);
