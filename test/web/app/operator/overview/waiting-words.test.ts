import t from 'tap';
import { waitingWords } from '../../../../../src/web/app/operator/overview/waiting-words.ts';

const seen = { level: 'ok', sections: 3, lastSureLookAt: '2026-11-23T20:00:00.000Z' } as const;

t.test('the top line is green only when something was seen', (t) => {
  t.equal(waitingWords(seen), undefined);
  t.match(waitingWords({ ...seen, lastSureLookAt: null }), 'Waiting for the first look');
  t.match(waitingWords({ ...seen, sections: 0, lastSureLookAt: null }), 'nobody watches a section yet');
  t.match(waitingWords({ ...seen, sections: 0 }), 'nobody watches', 'an old look says nothing of now');
  t.end();
});

t.test('what is wrong is said first', (t) => {
  t.equal(waitingWords({ ...seen, level: 'warning', lastSureLookAt: null }), undefined);
  t.end();
});
