import t from 'tap';
import type { Test } from 'tap';
import { stage } from '../stage.ts';

/** Asks for the page, as a browser without script. */
async function open(t: Test) {
  const on = await stage(t);
  const read = async (language = 'en'): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${on.url()}/status.html`, { headers: { 'accept-language': language } });
    return { status: response.status, text: await response.text() };
  };
  return { ...on, read };
}

t.test('everybody may see that all is well, and how fresh it is', async (t) => {
  const { read } = await open(t);
  const { status, text } = await read();
  t.equal(status, 200);
  t.match(text, 'Yes, everything works.');
  t.match(text, 'worked 100 % of the time');
  t.match(text, 'There were no problems.');
  t.notMatch(text, /<script/);
});

t.test('incidents are told in the words and the language of students, without details of operators', async (t) => {
  const { read, store, clock } = await open(t);
  const start = (alert: string) =>
    store.incidents.start({
      alert,
      severity: 'critical',
      value: 3,
      threshold: 2,
      startedAt: new Date(clock.now() - 600_000).toISOString(),
    });
  await start('source-unseen');
  await start('dead-letters-many');
  const { text } = await read();
  t.match(text, 'We cannot see the university’s site right now.');
  t.match(text, 'We could not see the university’s site.');
  t.notMatch(text, /source-unseen|dead.letter|breaker|threshold/i);
  t.match((await read('es')).text, 'No pudimos ver la página de la universidad.');
});
