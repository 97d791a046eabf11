import t, { type Test } from 'tap';
import { eventually } from '../../support/eventually.ts';
import { sectionWatch } from '../../support/watches.ts';
import { audited, findings } from './support/audited.ts';
import { byRole, openBrowser, openPage } from './support/browser.ts';
import { everyStatus, sample, withSeats } from './support/sample.ts';
import { answerOf, PageServer, problem } from './support/server.ts';

const { browser, pagesDir } = await openBrowser(t);
const SEARCH = '/?institution=asu&term=2267&q=CSE+310';
const COURSES = [
  { course: 'asu/2267/CSE/310', title: 'Data Structures and Algorithms', sections: 8, full: 3 },
  { course: 'asu/2267/CSE/511', title: 'Data Processing at Scale', sections: 1, full: 0 },
];

const FULL = 'asu/2267/66446';
const row = (section: string): string => `tr[data-section="${section}"]`;
const signIn = (server: PageServer): void => {
  server.session = { email: 'sam.student@example.edu', operator: false };
};

async function openStudent(t: Test, path: string, prepare: (server: PageServer) => void = () => {}) {
  const server = await new PageServer(pagesDir, everyStatus()).start();
  server.routes.set('GET /api/v1/suggest', () => ({ status: 200, body: { courses: COURSES } }));
  prepare(server);
  t.teardown(() => server.stop());
  return { server, ...(await openPage(t, browser, `${server.url}${path}`)) };
}

t.test('a student types, chooses a suggestion with the keyboard, filters, and shares the link', async (t) => {
  const asked: string[] = [];
  const { page, server, says, textOf } = await openStudent(t, '/', ({ routes, sections }) => {
    routes.set('GET /api/v1/search', (_, { url }) => {
      asked.push(url!);
      return answerOf([...sections.values()].filter(({ status }) => status === 'open' || !url!.includes('open=true')));
    });
  });
  await page.waitForSelector('[role="combobox"]');
  await page.type('[role="combobox"]', 'data');
  await page.waitForSelector('[role="option"]');
  t.match(await textOf('[role="option"]'), /CSE 310.*Data Structures and Algorithms.*8 sections, 3 full/);
  const expanded = (): Promise<string> => page.$eval('[role="combobox"]', (box) => box.getAttribute('aria-expanded')!);
  t.equal(await expanded(), 'true');
  await page.keyboard.press('ArrowDown');
  t.equal(await page.$eval('[role="combobox"]', (box) => box.getAttribute('aria-activedescendant')), 'suggestion-0');
  t.same(await findings(page), [], 'the open list passes the audit');
  await page.keyboard.press('Enter');
  await says('.results-count', '9 sections for “CSE 310”');
  t.equal(await expanded(), 'false');

  await page.click('.filters summary');
  await page.select('#filter-seats', 'open');
  await says('.results-count', '2 sections for “CSE 310”');
  await page.click('.filter-days input');
  await page.waitForFunction('location.search.includes("days=Mon")');
  t.match(page.url(), /\?institution=asu&term=2267&q=CSE\+310&seats=open&days=Mon$/);
  await audited(t, page, 'the filters');
  // Asked twice, for what is known too: either may come first.
  await eventually(() => asked.some((url) => url.endsWith('q=CSE+310&open=true&days=Mon')));

  const shared = await openPage(t, browser, `${server.url}${new URL(page.url()).search}`);
  await shared.says('.results-count', '2 sections');
  t.equal(await shared.page.$eval('#filter-seats', (select) => (select as unknown as { value: string }).value), 'open');
});

t.test('the list of suggestions closes with Escape, and a click chooses', async (t) => {
  const { page, says } = await openStudent(t, '/');
  await page.waitForSelector('[role="combobox"]');
  await page.type('[role="combobox"]', 'cse');
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[role="listbox"]', { hidden: true });
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('[role="option"]');
  await page.click('[role="option"]');
  await says('.results-count', 'for “CSE 310”');
});

t.test('results say what they are', async (t) => {
  const seen = new Date(Date.now() - 600_000).toISOString();
  const { server, page, says } = await openStudent(t, SEARCH, ({ routes, sections }) => {
    routes.set('GET /api/v1/search', () => answerOf([...sections.values()], { total: 340, truncated: true }));
  });
  await says('.results-count', 'The first 9 of 340 sections for “CSE 310”');
  await says('.results-seen', 'As of ');
  server.routes.set('GET /api/v1/search', () =>
    answerOf([...server.sections.values()], { complete: false, asOf: seen }),
  );
  await page.reload();
  await says('.results-seen', 'The university could not be asked just now. Seen 10 min');
});

t.test('a failed search says when it is tried again, and tries again', async (t) => {
  let down = true;
  const { says } = await openStudent(t, SEARCH, ({ routes, sections }) => {
    routes.set('GET /api/v1/search', () => {
      if (!down) return answerOf([...sections.values()]);
      return { ...problem(503, 'PMC_CHECKS_PAUSED', 'checks are paused'), headers: { 'retry-after': '1' } };
    });
  });
  await says('.results', 'This page tries again in 1 sec');
  down = false;
  await says('.results-count', '9 sections');
});

t.test('a row shows what to know before registering, and links its instructors to ratings', async (t) => {
  const { page, textOf } = await openStudent(t, SEARCH, ({ sections }) => {
    const notes = { consent: true, sharedPool: '0412', enrollBy: '2026-08-26' };
    const reservedGroups = [{ name: 'Honors', capacity: 10, enrolled: 4 }];
    sections.clear();
    sections.set('asu/2267/66445', sample('66445', { notes, reservedGroups }));
  });
  await page.waitForSelector('.facts');
  t.match(await textOf('.facts'), /Consent needed.*Shares its seats.*Last day to enroll: .*Aug 26.*Honors: 6 of 10/);
  const link = await page.$eval('.instructor a', (a) => [a.getAttribute('href'), a.getAttribute('rel')]);
  t.same(link, ['https://www.ratemyprofessors.com/search/professors?q=Ada+Alder', 'noopener noreferrer']);
  t.ok(await page.$('.seats-old'), 'it was seen long ago');
});

t.test('several classes are chosen in the results and watched at once', async (t) => {
  const { server, page, says } = await openStudent(t, SEARCH, signIn);
  await page.waitForSelector(row(FULL));
  for (const classNumber of ['66446', '66450'])
    await page.locator(byRole('checkbox', `Choose CSE 310, class ${classNumber}`)).click();
  await says('.chosen', '2 classes chosen');
  await page.locator('.chosen .button-primary').click();
  await says('dialog', 'Watch 2 classes');
  await page.locator(byRole('button', 'Start 2 watches')).click();
  await page.waitForSelector('dialog', { hidden: true });
  t.match(server.watches, [{ section: FULL }, { section: 'asu/2267/66450' }]);
  await page.waitForSelector('.chosen-none');
  // The focus is not lost.
  await page.waitForFunction('document.activeElement.id === "main"');
  t.equal(await page.$(byRole('checkbox', 'Choose CSE 310, class 66446')), null, 'it is watched');
});

t.test('what was told is listed with its channels and times, also after a reload', async (t) => {
  const { server, page, says } = await openStudent(t, '/', (server) => {
    signIn(server);
    server.watches = [sectionWatch('w1', FULL)];
  });
  await says('.messages', 'None yet');
  await says('.connection', 'Live');
  const seen = new Date().toISOString();
  const { changes } = withSeats(server.sections.get(FULL)!, 150, 148, seen);
  const message = { section: FULL, change: changes[0]!, kind: 'opened', detectedAt: seen, queuedAt: seen };
  server.messages = [
    { ...message, id: 'm2', channel: 'web-push', label: 'Chrome · Android', state: 'pending' },
    { ...message, id: 'm1', channel: 'email', label: 'sam.student@example.edu', state: 'sent', sentAt: seen },
  ];
  server.watches = [sectionWatch('w1', FULL, { told: 2, lastToldAt: seen })];
  server.see(FULL, 150, 148);
  const told =
    /CSE 310 · 66446: seats opened. 2 of 150 seats open.*Seen .*Chrome · Android, not sent yet · e-mail, sent /;
  const tells = (): Promise<unknown> =>
    page.waitForFunction(`${told}.test(document.querySelector('.message')?.textContent)`);
  await tells();
  await says('.watch-told', 'Told 2 times, last ');
  await page.reload();
  await tells();
});
