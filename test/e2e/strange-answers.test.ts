/** Broken answers cause no false change. Sections become unknown after three looks, and recover. */
import t from 'tap';
import { eventually } from '../support/eventually.ts';
import { allAre, historyOf, stateOf } from '../support/looking-in.ts';
import { startCampus } from '../support/running-campus.ts';
import { startSystem } from '../support/running-system.ts';
import { signIn } from '../support/student.ts';

/**
 * If only its API were broken, the page would still be read; if only its page were broken, the API would still be used.
 * The other faults are in test/institutions/asu/campus.test.ts, and all of them together in misbehaviour.test.ts.
 */
const FAULTS = [
  { loginWall: true },
  { truncated: true, changedClassNames: true },
  { noRows: true },
  { unauthorized: true },
];

t.test('strange answers only make sections unknown', async (t) => {
  const campus = await startCampus(t, '--speed', '0');
  const [first, second] = await campus
    .sections('status=full&limit=100')
    .then((rows) => [rows[0]!, rows.find(({ subject }) => subject !== rows[0]!.subject)!]);
  const sections = [first!.section, second!.section];
  const system = await startSystem(t, t.testdir(), {
    ASU_CATALOG_URL: campus.catalogUrl,
    CHECK_INTERVAL_SECONDS: '1',
    BREAKER_FAILURES: '1000',
  });
  const ada = await signIn(system, 'ada@example.edu');
  const kinds = ['opened', 'closed', 'seats', 'waitlist', 'instructor', 'schedule', 'cancelled', 'listed'];
  for (const section of sections)
    t.equal((await ada.api('/api/v1/watches', { method: 'POST', json: { section, kinds } })).status, 201);
  await eventually(() => allAre(system, sections, 'full'));

  for (const faults of FAULTS) {
    const name = Object.keys(faults).join(' and ');
    await campus.misbehave(faults);
    await eventually(() => allAre(system, sections, 'unknown'));
    await campus.behave();
    await eventually(() => allAre(system, sections, 'full'));
    t.same(
      (await Promise.all(sections.map((section) => stateOf(system, section)))).map(({ version }) => version),
      [1, 1],
      `${name}: unknown, then as before`,
    );
  }
  t.same((await Promise.all(sections.map((section) => historyOf(system, section)))).flat(), [], 'nothing has changed');
  t.ok(
    system.log.some(({ level, code }) => level === 50 && code === 'PMC_SOURCE_UNAUTHORIZED'),
    'a rejected header is logged as an error, because only a person can fix it',
  );

  await campus.openSeat(sections[0]!);
  const told = await eventually(async () => {
    const mails = await ada.mails();
    return mails.length > 0 && mails.flatMap(({ changes }) => changes);
  });
  t.same(told.toSorted(), [`${sections[0]}#2:opened`, `${sections[0]}#2:seats`], 'and real changes are sent');
  t.equal(await system.stop(), 0);
});
