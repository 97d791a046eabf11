import t from 'tap';
import { t as words } from '../../src/words/index.ts';
import { translateIn } from '../../src/words/translate.ts';
import type { Messages } from '../../src/words/typed.ts';

/** Made-up messages, as a translator would write them. */
const tell = (language: 'en' | 'es', messages: object) =>
  translateIn(language, messages as Messages) as (key: string, values?: Record<string, string | number>) => string;

t.test('a message takes its values, and plural forms follow the language', async (t) => {
  const en = tell('en', {
    seats: { left_one: '{{count}} seat in {{course}}', left_other: '{{count}} seats in {{course}}' },
  });
  t.equal(en('seats.left', { count: 1, course: 'CSE 310' }), '1 seat in CSE 310');
  t.equal(en('seats.left', { count: 0, course: 'CSE 310' }), '0 seats in CSE 310');
  const es = tell('es', { seats: { left_one: '{{count}} cupo', left_other: '{{count}} cupos' } });
  t.equal(es('seats.left', { count: 1 }), '1 cupo');
  t.equal(es('seats.left', { count: 12 }), '12 cupos');
});

t.test('a value that ends with a period ends the sentence', async (t) => {
  const es = tell('es', { told: 'Visto: {{seen}}. Enviado: {{sent}}.' });
  t.equal(es('told', { seen: '7:01 a.m.', sent: 'hoy' }), 'Visto: 7:01 a.m. Enviado: hoy.');
  t.equal(es('told', { seen: '7:01 a.m.', sent: '7:02 a.m.' }), 'Visto: 7:01 a.m. Enviado: 7:02 a.m.');
});

t.test('a value is shown as it is: it cannot name other messages or values, and is not escaped', async (t) => {
  const en = tell('en', { a: { hello: 'Hello {{name}} in {{place}}', secret: 'secret' } });
  for (const name of ['$t(a.secret)', '{{place}}', '<b>', '$&', '{{name}}'])
    t.equal(en('a.hello', { name, place: 'Tempe' }), `Hello ${name} in Tempe`);
});

t.test('an unknown key, a missing value and an unknown value do not compile', async () => {
  const typed = words('en');
  // @ts-expect-error there is no such message
  typed('pages.nothing');
  // @ts-expect-error this message takes no values
  typed('pages.back', { name: 'x' });
});
