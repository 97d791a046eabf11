import t from 'tap';
import { pickmyclass } from '../support/pickmyclass.ts';

t.test('dead letters are listed and replayed while the system does not run', async (t) => {
  const environment = { DATA_DIR: t.testdir() };
  t.match(await pickmyclass(['dead-letters', 'list'], environment), { code: 0, stdout: '' });
  t.match(await pickmyclass(['dead-letters', 'replay', 'none'], environment), {
    code: 1,
    stderr: /PMC_DEAD_LETTER_NOT_FOUND/,
  });
});
