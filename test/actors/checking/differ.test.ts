import { readFile } from 'node:fs/promises';
import t from 'tap';
import type { DifferMessage } from '../../../src/actors/checking/differ.ts';
import type { Comparison } from '../../../src/checking/looking/compare.ts';
import type { LookResult } from '../../../src/checking/looking/look-result.ts';
import { differSpec } from '../../../src/actors/checking/differ.ts';
import { places } from '../../../src/actors/places.ts';
import { at } from '../../../src/nodes/place.ts';
import type { Ref } from '../../../src/runtime/index.ts';
import type { LookRequest, RawAnswer } from '../../../src/institutions/institution.ts';
import { AT, state } from '../../support/states.ts';
import { supervise, testSystem } from '../../../src/runtime/testing/index.ts';

const request: LookRequest = {
  id: 'asu/2267/CSE/310',
  institution: 'asu',
  term: '2267',
  by: 'course',
  subject: 'CSE',
  catalogNumber: '310',
};

/** A differ with real threads. Its clock is not the asker's. */
async function differ(
  t: Parameters<typeof testSystem>[0],
): Promise<(answer: RawAnswer, known?: string[]) => Promise<LookResult<Comparison>>> {
  const { system } = await testSystem(t, supervise('root', [at(places.differ, differSpec())]), {});
  await system.start();
  return (answer, known = []) =>
    system.outside.ask<DifferMessage, LookResult<Comparison>>(
      system.ref('differ'),
      (replyTo: Ref<LookResult<Comparison>>) => ({
        type: 'compare',
        job: {
          request,
          answer,
          requests: 1,
          known: known.map((section) => ({ section, state: state({ section }) })),
          at: AT,
        },
        replyTo,
      }),
      60_000,
    );
}

t.test('a real answer is recognised, parsed and compared with the known sections', async (t) => {
  const ask = await differ(t);
  const pages = [await readFile('test/fixtures/asu/search-classes-cse310-2267.json', 'utf8')];
  const result = await ask({ way: 'api', pages }, ['asu/2267/66445', 'asu/2267/99999']);
  if (result.outcome !== 'answered') throw new Error(JSON.stringify(result));
  t.equal(result.observed.length, 11);
  t.same(result.absent, ['asu/2267/99999']);
  const known = result.observed.find(({ state: { section } }) => section === 'asu/2267/66445');
  t.match(known, { state: { version: 2, seats: { enrolled: 81 } }, changes: [{ kind: 'opened' }, { kind: 'seats' }] });
  const unknown = result.observed.find(({ state: { section } }) => section === 'asu/2267/70380');
  t.match(unknown, { state: { version: 1 }, changes: [] });
});

t.test('an unusable answer is reported as such, and each result of a batch goes to its asker', async (t) => {
  const ask = await differ(t);
  const results = await Promise.all(
    Array.from({ length: 100 }, () => ask({ way: 'api', pages: ['<html>an error page</html>'] })),
  );
  t.equal(
    results.filter((result) => result.outcome === 'failed' && result.code === 'PMC_SOURCE_UNRECOGNISED').length,
    100,
  );
});
