/** The driver against the campus simulator, with its own page and faults. */
import type { Page } from 'puppeteer';
import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { asuDriver } from '../../../src/institutions/asu/driver.ts';
import type { LookRequest, Reading, SourceTab } from '../../../src/institutions/institution.ts';
import { asListed, unnamed } from '../../support/as-listed.ts';
import { chromePath } from '../../support/chrome-path.ts';

const campus = await startCampus({ port: 0, speed: 0, sections: 3_000 });
const chromium = await launchBrowser(chromePath);
t.teardown(async () => {
  await chromium.close();
  await campus.close();
});

const sections = campus.sections.filter(({ term }) => term === campus.term);
const largest = [...new Set(sections.map(({ subject }) => subject))]
  .map((subject) => ({ subject, count: sections.filter((section) => section.subject === subject).length }))
  .sort((a, b) => b.count - a.count)[0]!;
const bySubject: LookRequest = {
  id: largest.subject,
  institution: 'asu',
  term: campus.term,
  by: 'subject',
  subject: largest.subject,
};
const course: LookRequest = {
  id: 'CSE 310',
  institution: 'asu',
  term: campus.term,
  by: 'course',
  subject: 'CSE',
  catalogNumber: '310',
};

async function openTab(): Promise<SourceTab> {
  const freshPage = async (): Promise<Page> => (await chromium.browser.createBrowserContext()).newPage();
  return asuDriver.openTab(
    await freshPage(),
    { catalogUrl: campus.catalogUrl, apiUrl: null, timeoutMs: 40_000 },
    freshPage,
  );
}
const read = async (tab: SourceTab, request: LookRequest, way?: 'api' | 'dom'): Promise<Reading> =>
  asu.read(request, await tab.look(request, () => {}, way));

t.test('both ways read the largest subject completely and with the same result', async (t) => {
  const tab = await openTab();
  const [api, dom] = [await read(tab, bySubject, 'api'), await read(tab, bySubject, 'dom')];
  if (api.outcome !== 'complete' || dom.outcome !== 'complete')
    throw new Error(JSON.stringify([api, dom]).slice(0, 500));
  t.equal(api.sections.length, largest.count);
  t.ok(
    api.sections.some(({ seats }) => seats.reserved > 0),
    'with reserved seats among them',
  );
  t.same([api.unsure, dom.unsure], [[], []]);
  t.same(dom.sections.map(unnamed), api.sections.map(asListed));
});

t.test('no misbehaviour of the site counts as an answer', async (t) => {
  const cases: [fault: object, way: 'api' | 'dom' | undefined, expected: RegExp][] = [
    [{ error: true }, undefined, /PMC_SOURCE_STATUS/],
    [{ error: true }, 'dom', /PMC_SOURCE_STATUS/],
    [{ reset: true }, undefined, /PMC_SOURCE_UNREACHABLE/],
    [{ loginWall: true }, undefined, /no list of classes/],
    [{ emptyShell: true }, undefined, /no list of classes/],
    [{ changedClassNames: true }, 'dom', /no list of classes|no row can/],
    [{ unauthorized: true }, undefined, /PMC_SOURCE_UNAUTHORIZED/],
    [{ truncated: true }, undefined, /no list of classes/],
    [{ cutRows: true }, undefined, /still loading|of \d+ rows/],
    [{ truncated: { next: 1 } }, undefined, /^complete$/],
  ];
  t.teardown(() => campus.behave());
  for (const [fault, way, expected] of cases) {
    campus.behave();
    campus.misbehave(fault);
    const outcome = await openTab()
      .then((tab) => read(tab, course, way))
      .then(
        (reading) => (reading.outcome === 'complete' ? 'complete' : reading.reason),
        (error: unknown) => (error as { code: string }).code,
      );
    t.match(outcome, expected, JSON.stringify(fault));
  }
});

t.test('the next look shows a seat that has opened', async (t) => {
  const tab = await openTab();
  const { classNumber } = sections.find(
    ({ subject, catalogNumber, listing }) => subject === 'CSE' && catalogNumber === '310' && listing === 'active',
  )!;
  campus.fill(classNumber);
  const openOf = (reading: Reading): number | null | undefined =>
    reading.outcome === 'complete'
      ? reading.sections.find((section) => section.classNumber === classNumber)?.seats.open
      : undefined;
  t.equal(openOf(await read(tab, course)), 0);
  campus.openSeat(classNumber);
  t.equal(openOf(await read(tab, course)), 1);
  t.equal(openOf(await read(tab, { id: 'class', institution: 'asu', term: campus.term, by: 'class', classNumber })), 1);
});
