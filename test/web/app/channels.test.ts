/** The channels on the account page, against the real web server, real receivers and a real store. */
import type { Test } from 'tap';
import t from 'tap';
import { fullChromePath } from '../../support/chrome-path.ts';
import { eventually } from '../../support/eventually.ts';
import { pushBrowser } from '../../support/push-browser.ts';
import { receiver } from '../../support/receiver.ts';
import { stage } from '../stage.ts';
import { audited } from './support/audited.ts';
import { byRole, openBrowser, openPage } from './support/browser.ts';

const { browser, pagesDir } = await openBrowser(t, fullChromePath);
const skip = fullChromePath === undefined && 'no Chromium that shows notifications';

async function openAccount(t: Test) {
  const campus = await stage(t, { pages: pagesDir, environment: { WEBHOOK_ALLOW_PRIVATE: 'true' } });
  const opened = await openPage(t, browser, campus.url());
  const [name = '', value = ''] = (await campus.signIn()).split('=');
  await opened.page.browserContext().setCookie({ name, value, domain: '127.0.0.1' });
  return { ...campus, ...opened };
}

t.test('a chat is added, verified with the code that its message shows, tested and removed', async (t) => {
  const { page, url, says, complaints } = await openAccount(t);
  const to = await receiver(t);
  await page.goto(`${url()}/account`);
  await says('.channels', 'ada@example.edu');
  await page.locator('.channel-add select').fill('ntfy');
  await page.locator('.channel-add input').fill(to.url);
  await page.locator(byRole('button', 'Add webhook')).click();
  await says('.channels', 'Not verified yet');
  await page.waitForSelector('.channel-code');
  await audited(t, page, 'a channel that waits for its code');
  await says('.card .saved[role="status"]:not(:empty)', 'on its way');
  const { body } = await eventually(() => to.received[0]);
  const code = /\b\d{6}\b/.exec(body.toString())![0];
  await page.locator('.channel-code input').fill(code);
  await page.locator(byRole('button', 'Verify')).click();
  await page.waitForFunction('document.querySelectorAll(".channel-ready").length === 2');
  await page.locator('.channel:nth-child(2) .button:nth-child(2)').click();
  await page.waitForFunction('document.querySelectorAll(".channel").length === 1');
  await page.waitForFunction('document.activeElement.id === "channels-title"');
  t.same(complaints, []);
});

/** Opens the account page and adds its browser. */
async function withBrowser(t: Test) {
  const opened = await openAccount(t);
  const { page, url, says } = opened;
  const service = await receiver(t);
  service.status(201);
  const push = pushBrowser(`${service.url}/push/1`);
  // Only the browser maker's push service is replaced: this machine cannot reach it.
  await page.evaluateOnNewDocument(`
    const kept = 'test.subscribed';
    const subscription = {
      toJSON: () => (${JSON.stringify(push.subscription)}),
      unsubscribe: async () => localStorage.removeItem(kept),
    };
    PushManager.prototype.subscribe = async () => (localStorage.setItem(kept, 'yes'), subscription);
    PushManager.prototype.getSubscription = async () => (localStorage.getItem(kept) === null ? null : subscription);`);
  await page.browserContext().overridePermissions(url(), ['notifications']);
  await page.goto(`${url()}/account`);
  await page.locator(byRole('button', 'Add this browser')).click();
  await says('.channels', 'Messages in a browser');
  await page.waitForFunction('document.querySelectorAll(".channel-ready").length === 2');
  const subscribed = (): Promise<unknown> => page.evaluate('localStorage.getItem("test.subscribed") !== null');
  return { ...opened, service, push, subscribed };
}

t.test(
  'signing out ends the messages in this browser, and the account keeps its other channels',
  { skip },
  async (t) => {
    const { page, ask, signIn, subscribed } = await withBrowser(t);
    t.equal(await subscribed(), true);
    await Promise.all([page.waitForNavigation(), page.locator(byRole('button', 'Sign out')).click()]);
    await page.waitForSelector(byRole('button', 'Sign in'));
    await eventually(async () => !(await subscribed()));
    const cookie = await signIn();
    const channels = await eventually(async () => {
      const left = (await ask('GET', '/api/v1/channels', { cookie })).body['channels'] as unknown[];
      return left.length === 1 && left;
    });
    t.match(channels, [{ type: 'email' }]);
  },
);

t.test('who signs in next in this browser gets none of the messages of the account before', { skip }, async (t) => {
  const { page, url, signIn, ask } = await withBrowser(t);
  const [name = '', value = ''] = (await signIn('ben@example.edu')).split('=');
  await page.browserContext().setCookie({ name, value, domain: '127.0.0.1' });
  await page.goto(url());
  // The push service takes nothing more for it.
  await page.waitForFunction('localStorage.getItem("test.subscribed") === null');
  const { body } = await ask('GET', '/api/v1/channels', { cookie: `${name}=${value}` });
  t.equal((body['channels'] as unknown[]).length, 1, 'and it was not added to the other account');
});

t.test('a browser is added with one button, and gets a test that it can read', { skip }, async (t) => {
  const { push, service } = await withBrowser(t);
  const { body } = await eventually(() => service.received[0]);
  t.match(push.decrypt(body), 'PickMyClass can reach you here');
});
