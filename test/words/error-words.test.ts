import { readFileSync } from 'node:fs';
import t from 'tap';
import { english } from '../../src/words/en/index.ts';
import { errorText } from '../../src/words/error-words.ts';
import { t as words } from '../../src/words/index.ts';

t.test('students read their own words about an error, without those for operators', async (t) => {
  t.equal(
    errorText('PMC_CHECKS_PAUSED', words('en')),
    'Checks are paused by the people who run this. Your watches are kept.',
  );
  t.match(errorText('PMC_CHECKS_PAUSED', words('es')), /pausó/);
});

t.test('a code without words is something that went wrong, whatever it is called', async (t) => {
  for (const code of ['PMC_STORE_LOCKED', 'toString', '__proto__', ''])
    t.equal(errorText(code, words('en')), english.errors.other);
});

t.test('every error that a route of students declares has words', async (t) => {
  const routes = [
    'watches',
    'channels',
    'me',
    'me-messages',
    'me-sessions',
    'session',
    'search',
    'suggest',
    'sections',
  ];
  const declared = routes.flatMap((name) => {
    const code = readFileSync(`src/web/routes/${name}.ts`, 'utf8');
    return [...code.matchAll(/errors: \[([^\]]*)\]/g)].flatMap(([, list]) => list!.match(/PMC_\w+/g) ?? []);
  });
  t.ok(declared.length > 10);
  t.same(
    [...new Set(declared)].filter((code) => !Object.hasOwn(english.errors, code)),
    [],
  );
});
