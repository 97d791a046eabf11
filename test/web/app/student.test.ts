import t, { type Test } from 'tap';
import { sectionWatch } from '../../support/watches.ts';
import { byRole, openBrowser, openPage } from './support/browser.ts';
import { FOCUSED, tabTo } from './support/keyboard.ts';
import { everyStatus } from './support/sample.ts';
import { answerOf, PageServer, problem } from './support/server.ts';

const { browser, pagesDir } = await openBrowser(t);
const SEARCH = '/?institution=asu&term=2267&q=CSE+310';
const FULL = 'asu/2267/66446';

async function openStudent(t: Test, path: string, prepare: (server: PageServer) => void = () => {}) {
  const server = await new PageServer(pagesDir, everyStatus()).start();
  prepare(server);
  t.teardown(() => server.stop());
  return { server, ...(await openPage(t, browser, `${server.url}${path}`)) };
}
const signIn = (server: PageServer): void => {
  server.session = { email: 'sam.student@example.edu', operator: false };
};
const row = (section: string): string => `tr[data-section="${section}"]`;

t.test('a student finds a course by typing its name, and every status is shown in words', async (t) => {
  const { page, says, textOf, complaints } = await openStudent(t, '/');
  await page.locator(byRole('combobox', 'Course, class number or title')).fill('cse 310');
  await page.keyboard.press('Enter');
  await page.waitForSelector(row(FULL));
  t.match(page.url(), /\?institution=asu&term=2267&q=cse\+310$/, 'the search can be linked to');
  await says('.results-count', '8 sections for “cse 310”');
  const words = await page.$$eval('tr .badge', (badges) => badges.map((badge) => badge.textContent));
  t.same(words, ['Open', 'Full', 'Reserved only', 'Waitlist', 'Waitlist', 'Full', 'Cancelled', 'Not visible']);
  t.match(
    await textOf(row('asu/2267/66445')),
    /66445.*Ada Alder.*Mon Wed.*4:30–5:45 PM.*Tempe - PSH153.*3 of 150 seats open/,
  );
  t.equal(
    await page.$eval(`${row(FULL)} a`, (link) => link.getAttribute('href')),
    'https://catalog.example.edu/classlist?term=2267&keywords=66446',
  );
  t.same(complaints, [], 'nothing is inline or foreign');
});

t.test('going back returns to the previous search', async (t) => {
  const { page, says } = await openStudent(t, SEARCH);
  await page.waitForSelector(row(FULL));
  await page.locator('#search-text').fill('thesis');
  await page.keyboard.press('Enter');
  await says('.results-count', '1 section for “thesis”');
  await page.goBack();
  await says('.results-count', '8 sections for “CSE 310”');
});

t.test('every page of a simulation says so, with a link to its controls', async (t) => {
  const { page, textOf, server } = await openStudent(t, '/');
  await page.waitForSelector('.simulator');
  t.match(await textOf('.simulator'), /This is a simulation/);
  t.equal(
    await page.$eval('.simulator a', (link) => link.getAttribute('href')),
    `http://127.0.0.1:4010/#${server.url}`,
  );
});

t.test('a real university shows no such banner', async (t) => {
  const { page } = await openStudent(t, SEARCH, (server) => {
    server.about = { ...server.about, simulated: false, campusUrl: null };
  });
  await page.waitForSelector(row(FULL));
  t.equal(await page.$('.simulator'), null);
});

t.test('a seat that opens is shown at once and announced to screen readers', async (t) => {
  const { server, says, textOf, page } = await openStudent(t, SEARCH);
  await says('.connection', 'Live');
  await page.waitForSelector(row(FULL));
  server.see(FULL, 150, 148);
  // Marked for some seconds.
  await page.waitForSelector(`${row(FULL)}.fresh`);
  await page.waitForSelector('.toast-opened');
  await says(row(FULL), '2 of 150 seats open');
  // The time of the next look comes in a second frame.
  await says(row(FULL), 'next in');
  t.match(await textOf(row(FULL)), /Open.*(now|sec\. ago).*next in/);
  t.match(
    await textOf('[role="log"][aria-live="polite"]'),
    /^CSE 310 · 66446: seats opened\. 2 of 150 seats open\. \d+:\d\d [AP]M$/,
  );
});

t.test('changes missed while disconnected are shown after reconnecting', async (t) => {
  const { server, says, page } = await openStudent(t, SEARCH);
  await says('.connection', 'Live');
  await page.waitForSelector(row(FULL));
  server.see('asu/2267/66445', 150, 146);
  await says(row('asu/2267/66445'), '4 of 150 seats open');
  server.cutConnections();
  await says('.connection', 'as last seen');
  server.see(FULL, 150, 149);
  server.letIn();
  await says(row(FULL), '1 of 150 seats open');
  await says('[role="log"]', 'while you were offline');
  t.match(server.frames.map(({ since }) => since).filter(Boolean), ['1'], 'it resumed where it was');
});

t.test('a watch can be started, paused, changed and removed with the keyboard alone', async (t) => {
  const { server, page, says } = await openStudent(t, SEARCH, signIn);
  await page.waitForSelector(row(FULL));
  const focusOn = (name: string): Promise<void> => tabTo(page, name);
  await focusOn('Watch CSE 310, class 66446');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open]');
  await focusOn('Other news');
  await page.keyboard.press('Enter');
  await page.locator(byRole('checkbox', 'the time or place changes')).fill('true');
  await focusOn('Start watching');
  await page.keyboard.press('Enter');
  await says('.watch', 'We write when a seat opens or the time or place changes');
  t.same(server.watches[0], { ...server.watches[0], section: FULL, kinds: ['opened', 'schedule'] });
  // The focus returns to the button, which has been replaced in the meantime.
  await page.waitForFunction(
    'document.activeElement.getAttribute("aria-label") === "Watching CSE 310, class 66446. Change"',
  );

  await focusOn('Pause a day: CSE 310 · 66446');
  await page.keyboard.press('Enter');
  await says('.watch', 'Paused until ');
  const hours = (Date.parse(server.watches[0]!.pausedUntil!) - Date.now()) / 3_600_000;
  t.ok(hours > 23 && hours <= 24, 'for a day');
  await says('.toasts-undo', 'CSE 310 · 66446 is paused until ');
  // The focus stays on the button.
  await page.waitForFunction(`(${FOCUSED}) === 'Resume CSE 310 · 66446'`);
  await focusOn('Stay paused: CSE 310 · 66446');
  await page.keyboard.press('Enter');
  await says('.watch', 'Paused: we do not write');
  t.match(server.watches, [{ paused: true, pausedUntil: null }]);
  await focusOn('Resume CSE 310 · 66446');
  await page.keyboard.press('Enter');
  await says('.watch', 'We write when');
  t.match(server.watches, [{ paused: false }]);

  await focusOn('Remove CSE 310 · 66446');
  await page.keyboard.press('Space');
  await says('.watches', 'None yet');
  t.same(server.watches, []);

  // The focus is where the student can take it back, and then not lost.
  await page.waitForFunction('document.activeElement.textContent === "Undo"');
  await page.keyboard.press('Enter');
  await says('.watch', 'CSE 310');
  t.match(server.watches, [{ section: FULL, kinds: ['opened', 'schedule'] }]);
  await page.waitForFunction('document.activeElement.id === "main"');
});

t.test(
  'beside a watch the student reads how often it is checked, how many watch it and how often it opens',
  async (t) => {
    const watched = (paused: boolean) => (server: PageServer) => {
      signIn(server);
      server.watches = [sectionWatch('w1', FULL, { paused })];
    };
    const { server, page, says } = await openStudent(t, '/', watched(false));
    await says(
      '.section-pace',
      'We look about every 90 seconds: 14 people are watching, and it opens about twice a day, for about 4 minutes.',
    );
    server.stats = { ...server.stats, stopped: 'paused' };
    await page.reload();
    await says('.section-pace', 'Checks are paused by the people who run this');
    const paused = await openStudent(t, '/', watched(true));
    await paused.says('.watch', 'Paused: we do not write');
    t.equal(await paused.page.$('.section-pace'), null, 'a paused watch promises nothing');
  },
);

t.test('the first Tab stop is a link that skips the head', async (t) => {
  const { page } = await openStudent(t, SEARCH);
  await page.waitForSelector(row(FULL));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction('document.activeElement.id === "main"');
  await page.keyboard.press('Tab');
  await page.waitForFunction('document.activeElement.id === "search-text"');
});

t.test('errors are shown with their code, and the request can be retried', async (t) => {
  const { server, page, says, textOf } = await openStudent(t, SEARCH, ({ routes }) => {
    routes.set('GET /api/v1/search', () =>
      problem(503, 'PMC_CHECKS_PAUSED', 'checks are paused for asu. Resume them on /operator'),
    );
  });
  await says('[role="alert"]', 'PMC_CHECKS_PAUSED');
  t.match(await textOf('[role="alert"]'), /^Checks are paused by the people who run this/);
  server.routes.set('GET /api/v1/search', () => answerOf([]));
  await page.locator(byRole('button', 'Try again')).click();
  await says('.results-count', 'No section matches');
});

t.test('a watch over the limit shows the reason', async (t) => {
  const { page, says } = await openStudent(t, SEARCH, (server) => {
    signIn(server);
    server.routes.set('POST /api/v1/watches', () =>
      problem(429, 'PMC_WATCH_LIMIT', 'you have 10 watches, the most one student may have. Remove one first'),
    );
  });
  await page.waitForSelector(row(FULL));
  await page.locator(byRole('button', 'Watch CSE 310, class 66446')).click();
  await page.locator(byRole('button', 'Start watching')).click();
  await says('dialog [role="alert"]', 'PMC_WATCH_LIMIT');
});

t.test('a section that has not been seen yet is requested again', async (t) => {
  let looks = 0;
  const { says } = await openStudent(t, SEARCH, ({ routes }) => {
    routes.set('GET /api/v1/search', (_, { url }) => {
      if (url!.includes('known=true')) return answerOf([]);
      looks += 1;
      return looks === 1
        ? { ...problem(503, 'PMC_SECTION_PENDING', 'is being looked at'), headers: { 'retry-after': '0' } }
        : answerOf([]);
    });
  });
  await says('.results-count', 'No section matches');
  t.equal(looks, 2);
});

t.test('on a phone, a link leads to the watches until they are on the screen', async (t) => {
  const { page } = await openStudent(t, SEARCH, (server) => {
    signIn(server);
    server.watches = [sectionWatch('w1', FULL)];
  });
  await page.setViewport({ width: 360, height: 740 });
  await page.locator(byRole('link', 'Your watches (1)')).click();
  await page.waitForSelector('.watches-here', { hidden: true });
  t.match(page.url(), /#watches$/);
});

t.test('markup in a title is shown as text', async (t) => {
  const title = '<img src=x onerror=alert(1)>';
  const { page, textOf, complaints } = await openStudent(t, SEARCH, (server) => {
    for (const state of server.sections.values()) state.title = title;
  });
  await page.waitForSelector(row(FULL));
  t.equal(await textOf('.course-title'), title);
  t.same(complaints, []);
});
