import t from 'tap';
import { languageFor } from '../../src/words/language.ts';

t.test('the first language that we have is chosen, whatever the region', async (t) => {
  t.equal(languageFor(['es-MX', 'en']), 'es');
  t.equal(languageFor(['fr', 'de-CH', 'ES']), 'es');
  t.equal(languageFor(['en-GB', 'es']), 'en');
});

t.test('a reader of other languages gets English', async (t) => {
  t.equal(languageFor([]), 'en');
  t.equal(languageFor(['fr', '', '*', 'est']), 'en');
});
