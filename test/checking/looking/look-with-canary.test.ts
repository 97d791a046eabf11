import t from 'tap';
import type { LookJob } from '../../../src/checking/look-job.ts';
import { Canaries } from '../../../src/checking/looking/canaries.ts';
import { compare } from '../../../src/checking/looking/compare.ts';
import type { Comparison } from '../../../src/checking/looking/compare.ts';
import { lookWithCanary } from '../../../src/checking/looking/look-with-canary.ts';
import type { Fetched, LookResult } from '../../../src/checking/looking/look-result.ts';
import type { SeenSection } from '../../../src/domain/section.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { wholeState } from '../../../src/checking/looking/whole-sections.ts';
import { claimed, job } from '../../support/jobs.ts';
import { AT, seen, state } from '../../support/states.ts';

const KEY = 'asu/2267/66445';
/** A look for a section by its number, because its course has not shown it for a minute. */
const BY_NUMBER: LookJob = {
  ...job('310', [claimed({ missingForMs: 60_000 })]),
  request: { id: KEY, institution: 'asu', term: '2267', by: 'class', classNumber: '66445' },
};
const FAILED: Fetched = { outcome: 'failed', code: 'PMC_SOURCE_FAILED', message: 'no answer', requests: 1 };
const OTHER: LookRequest = { ...job('205', []).request };

/** A source that shows these sections by request id, or answers like this. */
function stage(shown: Record<string, SeenSection[] | Fetched>, currentTerms: string[] = []) {
  const asked: string[] = [];
  const canaries = new Canaries(() => currentTerms);
  const looking = {
    pipeline: {
      fetch: async (request: LookRequest): Promise<Fetched> => {
        asked.push(request.id);
        const answer = shown[request.id];
        if (answer !== undefined && 'outcome' in answer) return answer;
        return { outcome: 'answered', answer: { way: 'api', pages: [] }, requests: 1, by: 'browser-1' };
      },
      compare: async (comparing: Parameters<typeof compare>[0]) =>
        compare(comparing, {
          id: 'asu',
          read: ({ id }) => ({ outcome: 'complete', sections: (shown[id] ?? []) as SeenSection[], unsure: [] }),
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
    remember: () => canaries.remember(OTHER, [{ state: state(known) }]),
    look: (asked = job('310', [claimed()])): Promise<LookResult<Comparison>> =>
      lookWithCanary(looking, asked, async () => asked.sections.map((each) => ({ ...each, state: wholeState(each) }))),
  };
}

t.test('a list that shows something needs no canary', async (t) => {
  const { look, asked } = stage({ 'asu/2267/course-310': [seen({ classNumber: '66446' })] });
  t.match(await look(), { outcome: 'answered', absent: [KEY] });
  t.same(asked, ['asu/2267/course-310']);
});

t.test('an empty list is believed when a canary of the term is there', async (t) => {
  const { look, asked, remember } = stage({ 'asu/2267/course-205': [seen({ classNumber: '70000' })] });
  remember();
  t.match(await look(), { outcome: 'answered', absent: [KEY], gone: [], requests: 2 });
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

t.test('a list that was never seen to work, and has no subject to compare with, is not believed', async (t) => {
  const { look, asked } = stage({});
  t.match(await look(job('310', [claimed({ course: null })])), { outcome: 'failed', message: /no other section/ });
  t.equal(asked.length, 1);
});

t.test('a list that only lacks cancelled and unseen sections needs no canary', async (t) => {
  const { look, asked } = stage({});
  const cancelled = claimed({ state: state({ status: 'cancelled' }) });
  t.match(await look(job('310', [cancelled, claimed({ classNumber: '66446', state: null })])), { outcome: 'answered' });
  t.equal(asked.length, 1);
});

t.test('a failed look, and a failed look for the canary, say why', async (t) => {
  t.same(await stage({ 'asu/2267/course-310': FAILED }).look(), FAILED);
  const { look, remember } = stage({ 'asu/2267/course-205': FAILED });
  remember();
  t.same(await look(), { ...FAILED, requests: 2, by: 'browser-1' });
});

t.test('a section that its number does not find is gone when another number is found', async (t) => {
  const { look, remember } = stage({ 'asu/2267/70000': [seen({ classNumber: '70000' })] });
  remember();
  t.match(await look(BY_NUMBER), { outcome: 'answered', absent: [KEY], gone: [KEY], by: 'browser-1' });
});

t.test('it is not gone when the other number is not found either, or when there is none', async (t) => {
  const { look, remember } = stage({});
  remember();
  t.match(await look(BY_NUMBER), { outcome: 'failed', message: /canary asu\/2267\/70000/ });
  const fresh = stage({});
  t.match(await fresh.look({ ...BY_NUMBER, sections: [claimed({ missingForMs: 60_000, course: null })] }), {
    outcome: 'answered',
    absent: [KEY],
    gone: [],
  });
});

t.test('a section that the canary shows is there', async (t) => {
  const { look } = stage({ 'asu/2267 CSE': [seen()] });
  t.match(await look(), { outcome: 'answered', absent: [], observed: [{ state: { section: KEY } }] });
});
