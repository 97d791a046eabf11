import t from 'tap';
import { checking } from '../../support/checking.ts';
import { FakeSource } from '../../support/fake-source.ts';
import { storeKinds } from '../../support/store-kinds.ts';

const SUBJECTS = 10;
const EACH = 30;

t.test('a subject tells of its never-seen numbers: 300 first looks in 10 subjects are few requests', async (t) => {
  const open = storeKinds(undefined).find(([name]) => name === 'SQLite')![1]!;
  const shared = await open(t);
  const source = new FakeSource();
  source.institution.subjectRequest = (term, subject) => ({
    id: `${term} ${subject}`,
    institution: 'asu',
    term,
    by: 'subject',
    subject,
  });
  const test = await checking(t, { budgetPerMinute: 60 }, { ...shared, source });
  const keys: string[] = [];
  for (let n = 0; n < SUBJECTS * EACH; n += 1) {
    source.set(String(10_000 + n), {
      subject: `SU${'ABCDEFGHIJ'[n % SUBJECTS]}`,
      catalogNumber: String(100 + (n % 7)),
    });
    keys.push(await test.watch(String(10_000 + n)));
  }
  await test.wake();
  await test.clock.advance(80_000);
  const states = await test.store.sections.states(keys);
  t.equal(states.length, keys.length, 'all were seen');
  const ways = source.asked.map(({ by }) => by);
  t.equal(ways.filter((by) => by === 'class').length < 60, true, `${ways.length} requests`);
  const watched = await test.store.sections.watched('asu', null);
  t.ok(watched.sections.every(({ failures, missingForMs }) => failures === 0 && missingForMs === null));
  t.ok(
    watched.sections.every(({ dueInMs }) => dueInMs > 0 && dueInMs <= 300_000),
    'each has its next look',
  );
});
