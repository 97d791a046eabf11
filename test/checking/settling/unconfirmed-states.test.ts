import t from 'tap';
import { UnconfirmedStates } from '../../../src/checking/settling/unconfirmed-states.ts';
import { state } from '../../support/states.ts';

const FIRST = state({ section: 'asu/2267/66445' });
const SECOND = state({ section: 'asu/2267/66446' });
const published = (...states: (typeof FIRST)[]) => [{ settlement: { published: states } }];

t.test('what a batch was going to announce is taken once, as it is stored', async (t) => {
  const unconfirmed = new UnconfirmedStates();
  unconfirmed.add(published(FIRST, SECOND));
  unconfirmed.add(published(FIRST));
  const reads: string[][] = [];
  const stored = { states: async (keys: string[]) => (reads.push(keys), [SECOND]) };
  t.same(await unconfirmed.take(stored), [SECOND]);
  t.same(await unconfirmed.take(stored), []);
  t.same(reads, [[FIRST.section, SECOND.section]], 'one read');
});

t.test('states that could not be read are taken later', async (t) => {
  const unconfirmed = new UnconfirmedStates();
  unconfirmed.add(published(FIRST));
  await t.rejects(unconfirmed.take({ states: () => Promise.reject(new Error('away')) }), { message: 'away' });
  t.same(await unconfirmed.take({ states: async () => [FIRST] }), [FIRST]);
});
