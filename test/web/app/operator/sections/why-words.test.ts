import t from 'tap';
import type { SectionEvidence } from '../../../../../src/web/contract/section-evidence.ts';
import { whyWords } from '../../../../../src/web/app/operator/sections/why-words.ts';
import { sample } from '../../support/sample.ts';

const why = (status: NonNullable<SectionEvidence['state']>['status'], given: Partial<SectionEvidence> = {}): string =>
  whyWords({
    section: 'asu/2267/66445',
    state: { ...sample('66445'), status },
    watchers: 0,
    failures: 0,
    failedAttempts: [],
    missingSince: null,
    dueAt: null,
    changes: [],
    ...given,
  });

t.test('the reason names the last sure look, failed looks and answers that lacked the section', (t) => {
  t.equal(why('full'), 'The last sure look showed it full.');
  t.equal(why('full', { failures: 1 }), 'The last sure look showed it full. The look after it failed.');
  t.equal(why('full', { failures: 2 }), 'The last sure look showed it full. The last 2 looks after it failed.');
  t.equal(why('unknown', { failures: 3 }), 'Unknown: the last 3 looks failed.');
  t.equal(why('cancelled'), 'Cancelled: the source says so, or no longer lists it.');
  t.match(why('open', { missingSince: '2026-11-23T20:00:00.000Z' }), /^Last seen open\. The last answer lacked it/);
  t.equal(why('open', { state: null }), 'It was never surely seen.');
  t.equal(why('open', { state: null, failures: 1 }), 'Never seen: the look failed.');
  t.end();
});
