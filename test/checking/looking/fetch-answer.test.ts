import t from 'tap';
import { browsersError } from '../../../src/browsers/errors.ts';
import { fetchAnswer, noAnswer } from '../../../src/checking/looking/fetch-answer.ts';
import { institutionsError } from '../../../src/institutions/errors.ts';
import { SourceRefusal } from '../../../src/institutions/institution.ts';

const ANSWER = { way: 'api' as const, pages: ['{}'] };

t.test('a result includes the number of requests made, even if there is no answer', async (t) => {
  const answered = await fetchAnswer(async (onRequest) => {
    onRequest('answer');
    onRequest('answer');
    return ANSWER;
  });
  t.same(answered, { outcome: 'answered', answer: ANSWER, requests: 2 });
  const failed = await fetchAnswer(async (onRequest) => {
    onRequest('answer');
    throw institutionsError('PMC_SOURCE_STATUS', { host: 'site', status: 500 });
  });
  t.match(failed, { outcome: 'failed', code: 'PMC_SOURCE_STATUS', requests: 1 });
});

t.test('the requests that opened the page are also counted by themselves', async (t) => {
  const answered = await fetchAnswer(async (onRequest) => {
    for (const purpose of ['opening', 'opening', 'answer'] as const) onRequest(purpose);
    return ANSWER;
  });
  t.match(answered, { requests: 3, opening: 2 });
});

t.test('an error without a code is a defect and is rethrown', async (t) => {
  await t.rejects(
    fetchAnswer(() => Promise.reject(new TypeError('a defect'))),
    /a defect/,
  );
});

t.test(
  'a machine that is too busy to open a tab refuses the look, even after requests; other errors are failures',
  (t) => {
    t.match(noAnswer(browsersError('PMC_BROWSER_BUSY', { browser: 'browser-1', timeoutMs: 10_000 }), { requests: 2 }), {
      outcome: 'refused',
      requests: 2,
    });
    t.match(
      noAnswer(
        new SourceRefusal(
          institutionsError('PMC_SOURCE_REFUSES', { host: 'site', status: 429, seconds: 7 }),
          429,
          7_000,
        ),
        { requests: 1 },
      ),
      { outcome: 'refused', retryInMs: 7_000 },
    );
    t.match(
      noAnswer(browsersError('PMC_BROWSER_FAILED', { browser: 'browser-1', reason: 'it crashed' }), { requests: 2 }),
      { outcome: 'failed', requests: 2 },
    );
    t.end();
  },
);
