import t from 'tap';
import { errorWords } from '../../src/words/error-words.ts';
import { t as words } from '../../src/words/index.ts';

t.test('students read their own words about an error, without those for operators', async (t) => {
  t.equal(
    errorWords('PMC_CHECKS_PAUSED', words('en')),
    'Checks are paused by the people who run this. Your watches are kept.',
  );
  t.match(errorWords('PMC_CHECKS_PAUSED', words('es')), /pausó/);
});

t.test('a code without words gives none, whatever it is called', async (t) => {
  for (const code of ['PMC_STORE_LOCKED', 'toString', '__proto__', ''])
    t.equal(errorWords(code, words('en')), undefined);
});
