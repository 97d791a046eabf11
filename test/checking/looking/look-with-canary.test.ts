import t from 'tap';
import { Canaries } from '../../../src/checking/looking/canaries.ts';
import { compare } from '../../../src/checking/looking/compare.ts';
import type { Comparison } from '../../../src/checking/looking/compare.ts';
import { lookWithCanary } from '../../../src/checking/looking/look-with-canary.ts';
import type { Fetched, LookResult } from '../../../src/checking/looking/look-result.ts';
import type { SeenSection } from '../../../src/domain/section.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { claimed, job } from '../../support/jobs.ts';
import { AT, seen, state } from '../../support/states.ts';

const OTHER: LookRequest = { ...job('205', []).request };

/** A source that shows these sections by request id, and looks at it for the sections of a course. */
function stage(shown: Record<string, SeenSection[]>, currentTerms: string[] = []) {
  const asked: string[] = [];
  const canaries = new Canaries(() => currentTerms);
  const looking = {
    pipeline: {
      fetch: async (request: LookRequest): Promise<Fetched> => {
        asked.push(request.id);
        return { outcome: 'answered', answer: { way: 'api', pages: [] }, requests: 1 };
      },
      compare: async (comparing: Parameters<typeof compare>[0]) =>
        compare(comparing, {
          id: 'asu',
          read: ({ id }) => ({ outcome: 'complete', sections: shown[id] ?? [], unsure: [] }),
        }),
      now: () => Date.parse(AT),
    },
    canaries,
    monotonic: () => 0,
  };
  const known = { section: 'asu/2267/70000', classNumber: '70000' };
  return {
    asked,
    canaries,
    /** Remembers a section of another course, which the source showed before. */
    remember: () => canaries.remember(OTHER, [{ state: state(known), changes: [] }]),
    look: (): Promise<LookResult<Comparison>> => lookWithCanary(looking, job('310', [claimed()])),
  };
}

t.test('a list that shows something needs no canary', async (t) => {
  const { look, asked } = stage({ 'asu/2267/course-310': [seen({ classNumber: '66446' })] });
  t.match(await look(), { outcome: 'answered', absent: ['asu/2267/66445'] });
  t.same(asked, ['asu/2267/course-310']);
});

t.test('an empty list is believed when a canary of the term is there', async (t) => {
  const { look, asked, remember } = stage({ 'asu/2267/course-205': [seen({ classNumber: '70000' })] });
  remember();
  t.match(await look(), { outcome: 'answered', absent: ['asu/2267/66445'], gone: [], requests: 2 });
  t.same(asked, ['asu/2267/course-310', 'asu/2267/course-205']);
});

t.test('an empty list is not believed when the canary is missing too', async (t) => {
  const { look, remember, canaries } = stage({});
  remember();
  t.match(await look(), { outcome: 'failed', message: /canary asu\/2267\/course-205/, requests: 2 });
  t.equal(canaries.failures(0), 1);
});

t.test('when another term is listed, this one is silent for all its looks', async (t) => {
  const { look, remember, asked } = stage({ 'asu/2271 CSE': [seen({ term: '2271' })] }, ['2271']);
  remember();
  t.match(await look(), { outcome: 'failed', silent: true, requests: 3 });
  t.same(asked, ['asu/2267/course-310', 'asu/2267/course-205', 'asu/2271 CSE']);
  t.match(await look(), { outcome: 'failed', silent: true, requests: 1 });
});

t.test('when the other term is empty too, the source is at fault, not the term', async (t) => {
  const { look, remember } = stage({}, ['2271']);
  remember();
  const result = await look();
  t.match(result, { outcome: 'failed', requests: 3 });
  t.notMatch(result, { silent: true });
});
