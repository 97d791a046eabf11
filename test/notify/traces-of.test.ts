import t from 'tap';
import type { TracesOf } from '../../src/notify/traces-of.ts';
import { tracesOf } from '../../src/notify/traces-of.ts';
import { systemClock } from '../../src/runtime/index.ts';
import type { Tracer } from '../../src/telemetry/traces/tracer.ts';
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
    const failures: unknown[] = [];
    const read = (tracer: Tracer): TracesOf => tracesOf(tracer, traces, (error) => failures.push(error));
    t.same(await read(noTracer)(['a']), {});
    const { tracer } = recordedSpans(systemClock);
    t.same(await read(tracer)([]), {});
    t.equal(asked, 0);
    t.same(await read(tracer)(['a']), { a: 'context' });
    t.same(await read(tracer)(['lost']), {});
    t.match(failures, [{ message: 'away' }]);
  },
);
