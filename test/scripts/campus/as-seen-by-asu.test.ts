import type { Page } from 'puppeteer';
import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import type { Campus } from '../../../scripts/campus/campus.ts';
import { seatsOf, statusOfSection } from '../../../scripts/campus/section.ts';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { statusOf } from '../../../src/domain/section.ts';
import type { SeenSection } from '../../../src/domain/section.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { asuDriver } from '../../../src/institutions/asu/driver.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { sectionsOfSubject } from '../../support/campus-answers.ts';

const subject = (campus: Campus, code: string): LookRequest => ({
  id: code,
  institution: 'asu',
  term: campus.term,
  by: 'subject',
  subject: code,
});

/** What was seen and what exists, section by section. */
function compare(campus: Campus, seen: SeenSection[]): { seen: unknown[]; there: unknown[] } {
  return {
    seen: seen.map(({ classNumber, title, seats, waitlist, cancelled, instructors }) => ({
      classNumber,
      title,
      seats,
      waitlist,
      status: statusOf(seats, waitlist, cancelled === true),
      instructors,
    })),
    there: seen
      .map(({ classNumber }) => campus.find(classNumber))
      .map((section) => ({
        classNumber: section.classNumber,
        title: section.title,
        seats: seatsOf(section),
        waitlist: section.waitlist,
        status: statusOfSection(section),
        instructors: section.instructors ?? [],
      })),
  };
}

t.test('the reader of ASU finds everything the campus holds in the answers for all subjects', async (t) => {
  const campus = await startCampus({ port: 0, speed: 0 });
  t.teardown(() => campus.close());
  campus.setSeats('66445', { listing: 'cancelled' });
  const offered = campus.sections.filter(({ term }) => term === campus.term);
  let seen = 0;
  for (const code of new Set(offered.map((section) => section.subject))) {
    const sections = await sectionsOfSubject(campus.apiUrl, campus.term, code);
    const compared = compare(campus, sections);
    t.same(compared.seen, compared.there, code);
    t.ok(
      sections.every(({ meetings }) => meetings !== null && meetings.length > 0),
      'every meeting is understood',
    );
    seen += sections.length;
  }
  t.equal(seen, offered.length);
});

t.test('the driver of ASU reads the page itself, scrolled to the end and opened row by row', async (t) => {
  const campus = await startCampus({ port: 0, speed: 0 });
  t.teardown(() => campus.close());
  const chromium = await launchBrowser(chromePath);
  t.teardown(() => chromium.close());
  const freshPage = async (): Promise<Page> => (await chromium.browser.createBrowserContext()).newPage();
  const tab = await asuDriver.openTab(
    await freshPage(),
    { catalogUrl: campus.catalogUrl, apiUrl: null, timeoutMs: 60_000 },
    freshPage,
  );
  const counts = new Map<string, number>();
  for (const section of campus.sections)
    if (section.term === campus.term) counts.set(section.subject, (counts.get(section.subject) ?? 0) + 1);
  const code = [...counts].find(([, count]) => count > 200 && count < 300)![0];
  const request = subject(campus, code);
  const reading = asu.read(request, await tab.look(request, () => {}, 'dom'));
  if (reading.outcome !== 'complete') throw new Error(reading.reason);
  t.equal(reading.sections.length, counts.get(code));
  for (const section of reading.sections) {
    const { available, reserved, open } = seatsOf(campus.find(section.classNumber));
    // the page shows no negative numbers
    t.match(
      section.seats,
      { available: Math.max(0, available ?? 0), ...((available ?? 0) > 0 ? { reserved, open } : { rough: true }) },
      section.classNumber,
    );
  }
});
