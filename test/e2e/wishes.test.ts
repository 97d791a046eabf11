/** A watch counts from its creation until it is paused, removed or unsubscribed. */
import t from 'tap';
import { eventually } from '../support/eventually.ts';
import { allAre, openingsOf } from '../support/looking-in.ts';
import { startCampus } from '../support/running-campus.ts';
import { startSystem } from '../support/running-system.ts';
import type { Student } from '../support/student.ts';
import { signIn } from '../support/student.ts';

t.test('students who watch get the opening, and those who have just stopped watching do not', async (t) => {
  const campus = await startCampus(t, '--speed', '0');
  const [section] = (await campus.sections('status=full&limit=1')).map((row) => row.section) as [string];
  const system = await startSystem(t, t.testdir(), { ASU_CATALOG_URL: campus.catalogUrl, CHECK_INTERVAL_SECONDS: '1' });
  const [ada, ben, cy, dee] = (await Promise.all(
    ['ada', 'ben', 'cy', 'dee'].map((name) => signIn(system, `${name}@example.edu`)),
  )) as [Student, Student, Student, Student];
  const watch = async (student: Student): Promise<string> =>
    ((await (await student.api('/api/v1/watches', { method: 'POST', json: { section } })).json()) as { id: string }).id;
  const [adas, bens] = [await watch(ada), await watch(ben), await watch(cy)];
  const isOpen = (): Promise<boolean> => allAre(system, [section], 'open');
  const isFull = (): Promise<boolean> => allAre(system, [section], 'full');
  await eventually(isFull);

  await campus.openSeat(section);
  await eventually(isOpen);
  for (const student of [ada, ben, cy]) await eventually(async () => (await student.mails()).length === 1);
  const [first] = await openingsOf(system, [section]);
  await campus.fill(section);
  await eventually(isFull);

  t.equal(
    (
      await fetch((await cy.mails())[0]!.unsubscribe, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      })
    ).status,
    200,
  );
  t.equal((await ada.api(`/api/v1/watches/${adas}`, { method: 'PATCH', json: { paused: true } })).status, 200);
  t.equal((await ben.api(`/api/v1/watches/${bens}`, { method: 'DELETE' })).status, 204);
  t.same(await (await cy.api('/api/v1/watches')).json(), { watches: [] });
  await watch(dee);
  await campus.openSeat(section);
  await eventually(async () => (await dee.mails()).length === 1);
  const [, second] = await openingsOf(system, [section]);
  t.equal(await system.stop(), 0);
  const told = async (student: Student): Promise<string[]> => (await student.mails()).flatMap(({ changes }) => changes);
  t.same(
    await Promise.all([ada, ben, cy].map(told)),
    [[first], [first], [first]],
    'paused, removed and unsubscribed watches get nothing',
  );
  t.same(await told(dee), [second], 'a new watch gets the opening, and nothing from before it');
});
