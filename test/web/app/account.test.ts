/** Signing in with wishes, and the account page, against the real web server and a real store. */
import type { Page } from 'puppeteer';
import t from 'tap';
import { CSE310, CSE310_TOO, FULL } from '../../contract/store/harness.ts';
import { eventually } from '../../support/eventually.ts';
import { linkToken } from '../neighbours.ts';
import { stage } from '../stage.ts';
import { audited } from './support/audited.ts';
import { byRole, openBrowser, openPage } from './support/browser.ts';
import { tabTo } from './support/keyboard.ts';

const { browser, pagesDir } = await openBrowser(t);
const SEARCH = '/?institution=asu&term=2267&q=CSE+310';
const ADA = 'ada@example.edu';

/** A page moves the focus a moment after it shows why. */
const focusIsOn = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction(`document.activeElement.textContent.trim().startsWith(${JSON.stringify(text)})`);

t.test('wishes of two sections start wherever the link is opened, and the page that asked tells so', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  for (const section of [CSE310, CSE310_TOO]) await campus.see(section, FULL);
  const { page, says, complaints } = await openPage(t, browser, `${campus.url()}${SEARCH}`);
  await page.locator(byRole('button', 'Watch CSE 310, class 66445')).click();
  await page.locator(byRole('button', 'Add it, and choose more first')).click();
  await says('.wishes', 'CSE 310 · 66445');
  await page.reload();
  await says('.wishes', 'CSE 310 · 66445');
  await page.locator(byRole('button', 'Watch CSE 310, class 66446')).click();
  await says('dialog .wishes', 'CSE 310 · 66445');
  await audited(t, page, 'the form with a wish');
  await page.locator(byRole('textbox', 'Your e-mail address')).fill('Ada@example.edu');
  await page.locator(byRole('button', 'Mail me the link that starts all 2')).click();
  await says('dialog', 'Waiting for your link');
  for (const named of ['Ada@example.edu', 'CSE 310 · 66445', 'CSE 310 · 66446']) await says('dialog .waiting', named);
  await focusIsOn(page, 'Waiting for your link');
  await audited(t, page, 'waiting');
  await page.reload();
  await says('.aside .waiting', 'Waiting for your link');

  const phone = await openPage(
    t,
    browser,
    `${campus.url()}/sign-in?token=${await linkToken(campus.neighbours, campus.clock)}`,
  );
  await phone.says('main', 'CSE 310 · 66446');
  await audited(t, phone.page, 'the page of the link');
  await phone.page.locator(byRole('button', 'Start 2 watches')).click();
  for (const section of [CSE310, CSE310_TOO]) await phone.page.waitForSelector(`[data-watch="${section}"]`);

  await says('.aside .waiting', 'Your link was used');
  await says('.aside .waiting', 'Your 2 watches have started');
  await page.waitForSelector(byRole('button', 'Sign in'));
  await page.locator(byRole('button', 'Ask for a new link')).click();
  await page.waitForFunction('document.querySelector(".wishes") === null', {});
  t.same([...complaints, ...phone.complaints], []);
});

t.test('a student without a mouse gets from a search to a watch', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  await campus.see(CSE310, FULL);
  const { page, says, complaints } = await openPage(t, browser, campus.url());
  await page.waitForSelector('[role="combobox"]');
  await tabTo(page, 'search-text');
  await page.keyboard.type('cse 310\n');
  await page.waitForSelector(`tr[data-section="${CSE310}"]`);
  await tabTo(page, 'Watch CSE 310, class 66445');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#sign-in-email');
  await tabTo(page, 'sign-in-email');
  await page.keyboard.type(`${ADA}\n`);
  await says('dialog', 'Waiting for your link');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { hidden: true });
  await page.goto(`${campus.url()}/sign-in?token=${await linkToken(campus.neighbours, campus.clock)}`);
  await tabTo(page, 'Start 1 watch');
  await page.keyboard.press('Enter');
  await page.waitForSelector(`[data-watch="${CSE310}"]`);
  t.same(complaints, []);
});

t.test('the truth about mail is told in the form, and nothing that was chosen is lost', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  await campus.see(CSE310, FULL);
  const { page, says } = await openPage(t, browser, `${campus.url()}${SEARCH}`);
  campus.neighbours.mailReply = { outcome: 'failed', code: 'PMC_MAIL_FAILED', message: 'no server' };
  await page.locator(byRole('button', 'Watch CSE 310, class 66445')).click();
  await page.locator(byRole('textbox', 'Your e-mail address')).fill(ADA);
  await page.locator(byRole('button', 'Mail me the link that starts it')).click();
  await says('dialog [role="alert"]', 'No mail can be sent right now');
  campus.neighbours.mailReply = { outcome: 'sent' };
  await page.locator(byRole('button', 'Mail me the link that starts it')).click();
  await says('dialog', 'Waiting for your link');
  campus.passes(15 * 60_000);
  await says('dialog', 'This link can no longer be used');
  await page.locator(byRole('button', 'Ask for a new link')).click();
  await page.waitForSelector(byRole('button', 'Mail me the link that starts it'));
});

t.test('a student changes preferences, ends sessions and deletes the account', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  const [cookie, other] = [await campus.signIn(ADA), await campus.signIn(ADA)];
  const { page, says, complaints } = await openPage(t, browser, `${campus.url()}/account`);
  await says('main', 'Sign in to see your account');
  const [name, value] = cookie.split('=') as [string, string];
  await page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/', httpOnly: true });
  await page.reload();
  await says('.sessions', 'this browser');
  await audited(t, page, 'the account page');

  const preferences = async () => (await campus.ask('GET', '/api/v1/me', { cookie })).body;
  await page.locator(byRole('button', 'Turn all messages off')).click();
  await says('main', 'Everything is off');
  await page.waitForSelector(byRole('button', 'Turn messages on again'));
  // The page shows a choice before it is saved.
  await eventually(async () => (await preferences())['notifications'] === false);
  await focusIsOn(page, 'Turn messages on again');
  await page.locator(byRole('checkbox', 'Quiet hours: write to me later, not now')).click();
  await page.locator('#quiet-from').fill('23:30');
  await page.locator('#digest').fill('daily');
  // Saved one after the other: the last one is saved, so all are.
  await eventually(async () => (await preferences())['digest'] === 'daily');
  t.match(await preferences(), { quietHours: { from: '23:30', to: '07:00', exceptOpenings: true } });
  await page.locator('#quiet-to').fill('23:30');
  await says('main', 'Choose two different times');
  await audited(t, page, 'with quiet hours');
  await page.locator('#language').fill('es');
  await says('h1', 'Tu cuenta');
  await page.waitForFunction('document.documentElement.lang === "es"');
  await audited(t, page, 'in Spanish');
  await page.locator('#language').fill('en');
  await says('h1', 'Your account');

  await page.evaluate(
    `[...document.querySelectorAll('.sessions li')].find((item) => !item.textContent.includes('this browser'))
      .querySelector('button').click()`,
  );
  await eventually(async () => (await campus.ask('GET', '/api/v1/session', { cookie: other })).status === 401);
  await page.waitForFunction('document.querySelectorAll(".sessions li").length === 1');
  await focusIsOn(page, 'Where you are signed in');

  await page.locator(byRole('button', 'Delete my account')).click();
  await says('dialog', 'cannot be undone');
  await audited(t, page, 'the question before deleting');
  await page.locator(byRole('button', 'Keep my account')).click();
  await focusIsOn(page, 'Delete my account');
  await page.locator(byRole('button', 'Delete my account')).click();
  await page.locator(byRole('button', 'Delete everything')).click();
  await says('h1', 'Your account is deleted');
  await focusIsOn(page, 'Your account is deleted');
  await audited(t, page, 'an account that was deleted');
  t.equal((await campus.ask('GET', '/api/v1/session', { cookie })).status, 401);
  t.same(complaints, []);
});
