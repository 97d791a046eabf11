import { readFile } from 'node:fs/promises';
import t from 'tap';
import compareBatch from '../../../src/checking/looking/compare-worker.ts';
import type { CompareJob } from '../../../src/checking/looking/compare.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { AT, state } from '../../support/states.ts';

const request: LookRequest = {
  id: 'asu/2267/CSE/310',
  institution: 'asu',
  term: '2267',
  by: 'course',
  subject: 'CSE',
  catalogNumber: '310',
};

t.test('an answer that breaks the parser fails alone, and the rest of its batch is compared', async (t) => {
  const pages = [await readFile('test/fixtures/asu/search-classes-cse310-2267.json', 'utf8')];
  const section = 'asu/2267/66445';
  const job: CompareJob = {
    request,
    answer: { way: 'api', pages },
    requests: 2,
    known: [{ section, state: state({ section }) }],
    at: AT,
  };
  const broken = { ...job, known: [{ section, state: { ...state({ section }), seats: null as never } }] };
  const results = compareBatch([job, broken, job]);
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
