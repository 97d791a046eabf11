import { readFile } from 'node:fs/promises';
import t from 'tap';
import compareBatch from '../../../src/checking/looking/compare-worker.ts';
import type { CompareJob } from '../../../src/checking/looking/compare.ts';
import { job } from '../../support/jobs.ts';
import { AT, state } from '../../support/states.ts';

const { request } = job('310', []);

t.test('an answer that breaks the parser fails alone, and the rest of its batch is compared', async (t) => {
  const pages = [await readFile('test/fixtures/asu/search-classes-cse310-2267.json', 'utf8')];
  const section = 'asu/2267/66445';
  const intact: CompareJob = {
    request,
    answer: { way: 'api', pages },
    requests: 2,
    known: [{ section, state: state({ section }) }],
    at: AT,
  };
  const broken = { ...intact, known: [{ section, state: { ...state({ section }), seats: null as never } }] };
  const results = compareBatch([intact, broken, intact]);
  t.same(
    results.map(({ outcome, requests }) => [outcome, requests]),
    [
      ['answered', 2],
      ['failed', 2],
      ['answered', 2],
    ],
  );
  t.match(results[1], { code: 'PMC_INTERNAL', message: String });
});
