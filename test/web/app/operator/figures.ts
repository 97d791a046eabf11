/** Scenarios of the view of figures. */
import type { Test } from 'tap';
import { byRole } from '../support/browser.ts';
import type { openBrowser } from '../support/browser.ts';
import { asOperator, openOperator } from '../support/operator-page.ts';
import { problem } from '../support/server.ts';

const chart = (id: string): string => `[data-figure="${id}"]`;
/** Notes what moves up or down. A value that grows to the left moves nothing else. */
const OBSERVE_SHIFTS = `
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries())
      for (const { node, previousRect, currentRect } of sources)
        if (document.querySelector('.figures-grid')?.contains(node) && previousRect.y !== currentRect.y)
          shifts.push(node.nodeName + '.' + node.className);
  }).observe({ type: 'layout-shift', buffered: true });`;

export function figuresView(t: Test, app: Awaited<ReturnType<typeof openBrowser>>): void {
  const open = async (t: Test) => {
    const opened = await openOperator(t, app, asOperator);
    await opened.page.evaluate("location.hash = '#/figures'");
    await opened.says(`${chart('requests')} dd`, '/min');
    return opened;
  };

  t.test('charts are read while they are on the screen, and move nothing when they come', async (t) => {
    const { page, says, textOf, complaints } = await open(t);
    await page.evaluateOnNewDocument(OBSERVE_SHIFTS);
    await page.reload();
    await says(`${chart('requests')} dd`, '/min');
    t.equal(await textOf(`${chart('memory')} dd`), '–', 'it is far below');
    t.same(await page.evaluate('window.shifts'), []);
    await page.$eval(chart('memory'), (card) => card.scrollIntoView());
    await says(`${chart('memory')} dd`, 'MB');
    t.same(complaints, []);
  });

  t.test('one cursor shows the values of a time under all charts, with the keyboard too', async (t) => {
    const { page, says, textOf } = await open(t);
    await says('.moment output', 'Newest values');
    await page.locator(`${chart('requests')} summary`).click();
    await page.waitForSelector(`${chart('requests')} tbody tr`);
    await page.focus('#moment');
    for (let press = 0; press < 30; press += 1) await page.keyboard.press('ArrowLeft');
    await says('.moment output', ', ');
    await page.waitForFunction(`document.querySelectorAll('.u-cursor-x:not(.u-off)').length > 3`);
    // The values follow the cursor a moment later.
    const values = `(() => {
      const card = document.querySelector('${chart('requests')}');
      const time = document.querySelector('.moment output').textContent;
      const row = [...card.querySelectorAll('tbody tr')].find((each) => each.cells[0].textContent === time);
      const texts = (list) => [...list].map((each) => each.textContent);
      const [shown, inTable] = [texts(card.querySelectorAll('.legend dd')), texts(row?.querySelectorAll('td') ?? [])];
      return shown.length === 3 && JSON.stringify(shown) === JSON.stringify(inTable);
    })()`;
    await page.waitForFunction(values);
    t.pass('the table has the same values');
    await page.hover(`${chart('looks')} .u-over`);
    await page.waitForFunction(`document.querySelector('#moment').valueAsNumber < ${Date.now() / 1_000 - 900}`);
    await page.mouse.move(2, 2);
    await says('.moment output', 'Newest values');
    t.match(await textOf(`${chart('requests')} dd`), '/min');
  });

  t.test('alerts and restarts are marked in the charts, and said in words', async (t) => {
    const { page, says, complaints } = await open(t);
    await says('.marks summary', '1 alert');
    await page.locator('.marks summary').click();
    await says('.marks-list', 'The source was not seen: 3 looks in a row failed · for 10 min');
    await page.locator(byRole('radio', '24 hours')).click();
    await says('.marks-list', 'host-b started');
    t.same(complaints, []);
  });

  t.test('what cannot be read is said in words, and the choice of the range is kept', async (t) => {
    const { page, server, says } = await open(t);
    server.routes.set('GET /api/v1/series', () => problem(503, 'PMC_STORE_UNAVAILABLE', 'the store does not answer'));
    await page.locator(byRole('radio', '7 days')).click();
    await says(`${chart('requests')} .figure-error`, 'PMC_STORE_UNAVAILABLE');
    t.equal(await page.$eval('input[name="range"]:checked', (input) => input.getAttribute('aria-label')), '7 days');
  });
}
