import type { HTTPRequest, Page } from 'puppeteer';
import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { PATIENCE_MS } from '../../support/eventually.ts';

const CELLS = 'course course title number instructor days start end location dates units seats'.split(' ');

const EVERY_SEARCH = { campusOrOnlineSelection: 'A', honors: 'F', promod: 'F', searchType: 'all' };

t.test('the pages in a real browser', async (t) => {
  const campus = await startCampus({ port: 0, speed: 0, clock: new ManualClock() });
  t.teardown(() => campus.close());
  const launched = await launchBrowser(chromePath);
  t.teardown(() => launched.close());
  const page = await launched.browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.setViewport({ width: 1280, height: 900 });
  const addressOf = (parameters: Record<string, string>): string =>
    `${campus.catalogUrl}?${new URLSearchParams({ ...EVERY_SEARCH, term: campus.term, ...parameters }).toString()}`;
  const texts = (on: Page, selector: string): Promise<string[]> =>
    on.$$eval(selector, (found) => found.map((each) => each.textContent));
  const shown = (selector: string): Promise<string[]> =>
    page.$$eval(selector, (found) => found.filter((each) => each.checkVisibility()).map((each) => each.innerText));

  await t.test('a course is listed in the DOM of the real page', async (t) => {
    await page.goto(addressOf({ subject: 'CSE', catalogNbr: '310' }));
    const row = await page.waitForSelector('#class-results > .class-results-rows > .class-accordion');
    const cells = await row!.$$eval(':scope > .class-results-cell', (found) =>
      found.map((cell) => [cell.className, cell.textContent]),
    );
    t.same(
      cells.map(([names]) => CELLS.find((kind) => names.split(' ').includes(kind))),
      CELLS,
    );
    t.same(
      cells.map(([, text]) => text),
      [
        'Course: CSE 310',
        'CSE 310 Data Structures and Algorithms',
        'Course title: Data Structures and Algorithms',
        'Class number: 66445Syllabus',
        'Instructor: Ada Alder',
        'Days: M W',
        'Start time: 4:30 PM',
        'End time: 5:45 PM',
        'Location: Tempe - PSH153',
        'Session dates: 1/11/2027 - 4/30/2027',
        '3 units: 3',
        'Open seats: 0 of 150\u00a0open seats',
      ],
    );
    t.equal(
      await row!.$eval('.number > [id]', (place) => place.id),
      'detailsOpen=66445-166445',
      'the number is in an id',
    );
    t.ok(await row!.$('.class-results-cell.course.pointer'), 'the course can be clicked');
    t.equal(await page.$('[class*=spinner-button]'), null, 'nothing is loading any more');
  });

  await t.test('the words "open seats" are for narrow windows only, with or without reserved seats', async (t) => {
    await page.goto(addressOf({ keywords: '66445' }));
    await page.waitForSelector('.class-accordion');
    t.match((await shown('.class-results-cell.seats'))[0], /0 of 150$/);
    await page.setViewport({ width: 800, height: 900 });
    t.match((await shown('.class-results-cell.seats'))[0], /0 of 150\u00a0open seats$/);
    t.match(
      await shown('.class-results-cell.course'),
      ['CSE 310 Data Structures and Algorithms'],
      'and then one cell holds course and title',
    );
    await page.setViewport({ width: 1280, height: 900 });
  });

  await t.test('oldMarkup: cells have only values, and "open seats" follows every number', async (t) => {
    campus.misbehave({ oldMarkup: true });
    await page.goto(addressOf({ keywords: '66445' }));
    await page.waitForSelector('.class-accordion');
    t.same(await texts(page, '.class-results-cell:is(.course, .title, .number, .seats)'), [
      'CSE 310',
      'Data Structures and Algorithms',
      '66445',
      '0 of 150 open seats',
    ]);
    t.equal(await page.$('.sr-only'), null);
    campus.behave();
  });

  await t.test('pageOnly: the page shows all results and makes no search call', async (t) => {
    campus.misbehave({ pageOnly: true });
    const asked = campus.requests.classes;
    await page.goto(addressOf({ subject: 'ENG' }));
    await page.waitForSelector('.class-accordion');
    t.equal(
      (await page.$$('.class-accordion')).length,
      campus.sections.filter(({ term, subject }) => term === campus.term && subject === 'ENG').length,
    );
    t.equal(campus.requests.classes, asked);
    campus.behave();
  });

  await t.test('movedApi: the page calls the new address', async (t) => {
    campus.misbehave({ movedApi: true });
    const isCall = (request: HTTPRequest): boolean => request.url().includes('/search/classes');
    const call = page.waitForRequest(isCall, { timeout: PATIENCE_MS });
    await page.goto(addressOf({ keywords: '66445' }));
    t.match(new URL((await call).url()).pathname, /\/api\/v2\/search\/classes$/);
    await page.waitForSelector('.class-accordion');
    campus.behave();
  });

  await t.test(
    'opening a row shows the reserved groups, and the seats left for everyone else in the last row',
    async (t) => {
      campus.setSeats('66445', {
        capacity: 60,
        enrolled: 22,
        reserved: [
          { label: 'Honors students', capacity: 30, enrolled: 22, until: null },
          { label: 'Majors', capacity: 3, enrolled: 19, until: '8/20/2026' },
        ],
      });
      await page.goto(addressOf({ keywords: '66445' }));
      await page.waitForSelector('.class-accordion');
      t.match(await texts(page, '.class-results-cell.seats'), [/38 of 60/]);
      await page.click('.class-results-cell.course');
      await page.waitForSelector('.class-accordion table');
      t.same(await texts(page, 'table th'), [
        'Reserved Groups',
        'Reserved Available Seats',
        'Students Enrolled',
        'Total Seats Reserved',
        'Reserved Until',
      ]);
      t.same(
        await page.$$eval('tbody tr', (rows) =>
          rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
        ),
        [
          ['Honors students', '8', '22', '30', 'n/a'],
          ['Majors', '0', '19', '3', '8/20/2026'],
          ['Non Reserved Available Seats: 30'],
        ],
      );
      await page.click('.class-results-cell.course');
      t.equal(await page.$('table'), null, 'a second click closes it');
    },
  );

  await t.test('scrolling to the end loads the next 200 rows', async (t) => {
    await page.goto(addressOf({ subject: 'ENG' }));
    await page.waitForSelector('.class-accordion');
    t.equal((await page.$$('.class-accordion')).length, 200);
    t.equal(await page.$('[class*=spinner-button]'), null, 'nothing is loading until the end is near');
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await page.waitForFunction('document.querySelectorAll(".class-accordion").length === 400');
    const numbers = await page.$$eval('.number > [id]', (places) => places.map(({ id }) => id));
    t.equal(new Set(numbers).size, 400);
  });

  await t.test('a heading says when nothing was found', async (t) => {
    await page.goto(addressOf({ keywords: '00000' }));
    await page.waitForSelector('h2');
    t.same(await texts(page, 'h2'), ['No classes found']);
    t.equal(await page.$('.class-accordion'), null);
  });

  await t.test('a new address is shown without reloading the page', async (t) => {
    await page.goto(addressOf({ keywords: '00000' }));
    await page.waitForSelector('h2');
    const visits = campus.requests.page;
    await page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(addressOf({ subject: 'CSE', catalogNbr: '310' }))});
       dispatchEvent(new PopStateEvent('popstate'));`,
    );
    await page.waitForSelector('.class-accordion');
    await page.goBack();
    await page.waitForSelector('h2');
    t.equal(campus.requests.page, visits);
  });

  await t.test('the form starts a search', async (t) => {
    await page.goto(campus.catalogUrl);
    await page.waitForSelector('select[name=term] option');
    await page.type('input[name=subject]', 'CSE');
    await page.type('input[name=catalogNbr]', '310');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.class-accordion');
    t.match(page.url(), /subject=CSE&catalogNbr=310/);
  });

  await t.test('a class without an instructor shows Staff, and a title is never markup', async (t) => {
    campus.setSeats('66445', { instructors: null });
    await page.goto(addressOf({ keywords: '66445' }));
    await page.waitForSelector('.class-accordion');
    t.same(await texts(page, '.class-results-cell.instructor'), ['Instructor: Staff']);
    campus.setSeats('66445', { instructors: ['<img src=x> Alder'] });
    await page.reload();
    await page.waitForSelector('.class-accordion');
    t.same(await texts(page, '.class-results-cell.instructor'), ['Instructor: <img src=x> Alder']);
  });

  await t.test('a failing API gives an error on the page, not an empty list', async (t) => {
    campus.misbehave({ unauthorized: true });
    await page.goto(addressOf({ keywords: '66445' }));
    await page.waitForSelector('h2');
    t.same(await texts(page, 'h2'), ['Something went wrong']);
    campus.behave();
  });

  await t.test('changedClassNames: the rows exist under other names', async (t) => {
    campus.misbehave({ changedClassNames: true });
    await page.goto(addressOf({ keywords: '66445' }));
    await page.waitForSelector('[data-row]');
    t.match(await texts(page, '[data-row]'), [/66445/]);
    t.equal(await page.$('.class-accordion, .class-results-rows, .class-results-cell, #class-results, .seats'), null);
    campus.behave();
  });

  await t.test('emptyShell: the page has only the banner', async (t) => {
    campus.misbehave({ emptyShell: true });
    await page.goto(addressOf({ keywords: '66445' }));
    t.equal(await page.$eval('#root', (root) => root.childElementCount), 0);
    campus.behave();
  });

  await t.test('the control page opens a seat with one click', async (t) => {
    campus.setSeats('66445', { capacity: 150, enrolled: 150, reserved: [], listing: 'active' });
    await page.goto(`${campus.controlUrl}#http://127.0.0.1:3000`);
    await page.waitForSelector('#student:not([hidden])');
    t.equal(await page.$eval('#student', (link) => link.getAttribute('href')), 'http://127.0.0.1:3000');
    const card = `[data-key="asu/${campus.term}/66445"]`;
    await page.waitForSelector(`${card} .open-seat`);
    await page.click(`${card} .open-seat`);
    await page.waitForSelector(`${card} .status.open`);
    t.equal(campus.find('66445').enrolled, 149);
    t.match(await texts(page, `${card} .key code`), [`asu/${campus.term}/66445`]);
  });
});
