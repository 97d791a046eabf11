import t from 'tap';
import { composeBundle } from '../../../src/notify/email/message.ts';
import { signInMail } from '../../../src/web/pages/sign-in-mail.ts';
import { testMail } from '../../../src/web/pages/test-mail.ts';
import { DETECTED, NOT_FOUND, notification, SETTINGS } from '../../notify/samples.ts';
import { courseWatch, sectionWatch } from '../../support/watches.ts';
import { audited, auditedInOtherColours, findings } from './support/audited.ts';
import { openBrowser, openPage } from './support/browser.ts';
import { serveOperator } from './support/operator.ts';
import { everyStatus } from './support/sample.ts';
import { SCENES } from './support/scenes.ts';
import { PageServer } from './support/server.ts';

const { browser, pagesDir } = await openBrowser(t);

const server = await new PageServer(pagesDir, everyStatus()).start();
const view = serveOperator(server, Date.now());
t.teardown(() => server.stop());

for (const scene of SCENES) {
  const { name, path, ready, session, click = [], others = [], messages = [], prepare, shows } = scene;
  t.test(`${name} passes the audit on a phone in light and on a desktop in dark mode`, async (t) => {
    server.session = session;
    view.others = others;
    server.messages = messages;
    server.watches = scene.watches ?? [
      sectionWatch('w1', 'asu/2267/66446', { told: 2, lastToldAt: '2026-11-23T20:00:00.000Z' }),
      sectionWatch('w2', 'asu/2267/66448', { kinds: ['opened', 'schedule'], paused: true }),
      sectionWatch('w3', 'asu/2267/10000', { verified: false }),
      courseWatch('w4', 'asu/2267/CSE/310', ['asu/2267/66445', 'asu/2267/66446']),
    ];
    const routes = new Map(server.routes);
    t.teardown(() => {
      routes.forEach((route, key) => server.routes.set(key, route));
      server.letIn();
    });
    prepare?.(server);
    const { page } = await openPage(t, browser, `${server.url}${path}`);
    await page.waitForSelector(ready);
    await page.waitForSelector('.simulator');
    for (const each of [click].flat()) {
      await page.waitForSelector(each);
      // Not with the pointer: what comes while the page loads could move the element away from it.
      await page.$eval(each, (element) => (element as unknown as { click: () => void }).click());
    }
    if (shows !== undefined) await page.waitForSelector(shows);
    await audited(t, page, name);
    if (scene.differsByWidth === true) await auditedInOtherColours(t, page, name);
  });
}

const MAILS = {
  'an open seat': composeBundle([notification()], SETTINGS, Date.parse(DETECTED)),
  'a watch that ended': composeBundle([NOT_FOUND], SETTINGS, Date.parse(DETECTED)),
  'a test of the channel': testMail('a@example.edu', 'es', 'https://pick.example.edu/'),
  'a sign-in link': signInMail('a@example.edu', 'https://pick.example.edu/sign-in', 900_000, 'es', ['CSE 310 · 66445']),
};
for (const [name, { html }] of Object.entries(MAILS)) {
  t.test(`a mail about ${name} passes the audit on a phone in light and on a desktop in dark mode`, async (t) => {
    const { page } = await openPage(t, browser, 'about:blank');
    await page.setContent(html as string);
    await audited(t, page, name);
  });
}

t.test('news moves nothing, and can be dismissed with the keyboard', async (t) => {
  const live = await new PageServer(pagesDir, everyStatus(new Date().toISOString())).start();
  t.teardown(() => live.stop());
  const { says, page } = await openPage(t, browser, `${live.url}/?institution=asu&term=2267&q=CSE+310`);
  await says('.connection', 'Live');
  // The complete answer, which comes after the one of what is known, adds a line above the rows.
  await page.waitForSelector('.results[aria-busy="false"] tr.section');
  const top = (): Promise<unknown> => page.evaluate(`document.querySelector('tr.section:last-child').offsetTop`);
  const before = await top();
  live.see('asu/2267/66445', 150, 146);
  await page.waitForSelector('.toast');
  t.equal(await top(), before, 'the rows stay where they are');
  await page.focus('.toast button');
  await page.keyboard.press('Enter');
  await page.waitForFunction('document.querySelector(".toast") === null');
  await page.waitForFunction('document.activeElement.id === "main"');
});

t.test('nothing is lost in forced colours, where only borders and text remain, or at 200 %', async (t) => {
  server.session = { email: 'sam.student@example.edu', operator: false };
  server.watches = [sectionWatch('w1', 'asu/2267/66446')];
  const { page } = await openPage(t, browser, `${server.url}/?institution=asu&term=2267&q=CSE`);
  await page.waitForSelector('.watch');
  await page.waitForSelector('tr.section');
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
  t.equal(await page.evaluate('matchMedia("(forced-colors: active)").matches'), true);
  const bare = `[...document.querySelectorAll('.button, .card, select, input:not([type="checkbox"])')]
    .filter((element) => element.checkVisibility() && getComputedStyle(element).borderTopStyle === 'none')
    .map(({ className, textContent }) => className + ': ' + textContent)`;
  t.same(await page.evaluate(bare), [], 'everything with a surface has a border');
  const filled = `getComputedStyle(document.querySelector('.bar > div')).backgroundColor`;
  const around = `getComputedStyle(document.querySelector('.bar')).backgroundColor`;
  t.not(await page.evaluate(filled), await page.evaluate(around), 'the bar of seats still has its length');
  await session.send('Emulation.setEmulatedMedia', { features: [] });
  for (const width of [320, 640]) {
    // So high that nothing which stays at the bottom of the screen covers another part.
    await page.setViewport({ width, height: 9_000 });
    await page.evaluate(`document.documentElement.style.fontSize = '${width === 640 ? 200 : 100}%'`);
    t.same(await findings(page), [], `${width} px`);
  }
});

t.test('the audit finds the problems it is meant to find', async (t) => {
  const { page } = await openPage(t, browser, 'about:blank');
  await page.setViewport({ width: 320, height: 600 });
  await page.setContent(
    '<main><h1>A</h1><h3>B</h3><p style="color:#999">pale</p><input style="width:900px">' +
      '<button style="width:8px"></button><button style="width:8px"></button></main>',
  );
  const found = (await findings(page)).join('\n');
  for (const finding of [
    'html-has-lang',
    'document-title',
    'heading-order',
    'label',
    'button-name',
    'target-size',
    'color-contrast',
    'scrolls sideways',
    'small to touch',
  ]) {
    t.match(found, finding);
  }
});
