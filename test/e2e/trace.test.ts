/**
 * Plays a recorded enrolment series to the whole system: every opening that was seen is sent once to every watcher.
 * TRACE and SPEED choose another series and pace than those of the fixtures, for a run by hand.
 */
import t from 'tap';
import type { SectionState } from '../../src/domain/section.ts';
import { MailServer } from '../notify/mail-server.ts';
import { eventually } from '../support/eventually.ts';
import { allAre, openingsOf, stateOf } from '../support/looking-in.ts';
import { startCampus } from '../support/running-campus.ts';
import { startSystem } from '../support/running-system.ts';
import { changesIn } from '../support/accepted-mails.ts';
import { prepareWatchers } from '../support/watchers.ts';

const STUDENTS = ['ada', 'ben', 'cy'];
/** Eight weeks in half a minute. */
const SPEED = '200000';
const CLASS_NUMBERS_FROM = 60_001;

t.test(
  'each committed opening of the series is sent once to each watcher, and the last states match the campus',
  async (t) => {
    const { TRACE = 'test/fixtures/campus/ucsd-2022-spring-slice.csv', SPEED: speed = SPEED } = process.env;
    const campus = await startCampus(t, '--trace', TRACE, '--speed', speed);
    await campus.move(false);
    const { sections: count, mainTerm } = await campus.overview();
    const sections = Array.from({ length: count }, (_, index) => `asu/${mainTerm}/${CLASS_NUMBERS_FROM + index}`);
    const dataDir = t.testdir();
    const rows = await Promise.all(sections.map((section) => campus.section(section)));
    const watched = rows.filter(({ listing }) => listing === 'active').map(({ section }) => section);
    await prepareWatchers(dataDir, STUDENTS, watched);

    const server = await new MailServer().listen();
    t.teardown(() => server.close());
    const system = await startSystem(t, dataDir, {
      ASU_CATALOG_URL: campus.catalogUrl,
      CHECK_INTERVAL_SECONDS: '1',
      SMTP_URL: server.url,
    });
    const states = (): Promise<SectionState[]> => Promise.all(watched.map((section) => stateOf(system, section)));
    await eventually(async () => (await states()).every(({ version }) => version === 1));
    await campus.move(true);
    await eventually(async () => (await campus.overview()).replay?.done);
    // At the end of a term every section is gone. A site that shows nothing could also be broken, so one section stays.
    const [last] = watched as [string];
    await campus.set(last, { listing: 'active', capacity: 10, enrolled: 10 });
    await eventually(() => allAre(system, [last], 'full'));
    await campus.openSeat(last);

    const isTrue = async (section: string): Promise<boolean> => {
      const [state, row] = [await stateOf(system, section), await campus.section(section)];
      return row.listing === 'active'
        ? state.status === row.status && state.seats.enrolled === row.seats.enrolled
        : state.status === 'cancelled';
    };
    // Missing sections are looked up by their numbers a minute later.
    await eventually(async () => (await Promise.all(watched.map(isTrue))).every((same) => same));
    t.pass('the last states match the campus');

    const opened = await openingsOf(system, watched);
    const wanted = STUDENTS.flatMap((name) => opened.map((id) => `${name}@example.edu ${id}`)).toSorted();
    const told = (): string[] =>
      server.received.flatMap((received) => changesIn(received).map((id) => `${received.to} ${id}`)).toSorted();
    await eventually(() => told().length >= wanted.length);
    t.equal(await system.stop(), 0);
    t.same(told(), wanted);
    const { replay } = await campus.overview();
    t.comment(`${watched.length} sections, ${replay?.openings} openings, ${opened.length} seen, ${wanted.length} sent`);
    t.ok(
      opened.some((id) => id.startsWith(last)),
      'there were openings to send',
    );
  },
);
