/** The pages that the server renders pass the audit: behind links in messages, behind sign-in links, and errors. */
import t from 'tap';
import { emailChannelId } from '../../../src/domain/channel.ts';
import type { Action } from '../../../src/notify/action-token.ts';
import { signAction } from '../../../src/notify/action-token.ts';
import { CSE310, FULL } from '../../contract/store/harness.ts';
import { linkToken } from '../neighbours.ts';
import { SESSION_SECRET, stage } from '../stage.ts';
import { audited } from './support/audited.ts';
import { openBrowser, openPage } from './support/browser.ts';

const { browser, pagesDir } = await openBrowser(t);
const ADA = 'ada@example.edu';

t.test('pages behind links in messages, before and after their button', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  await campus.see(CSE310, FULL);
  const cookie = await campus.signIn(ADA);
  const { body } = await campus.ask('POST', '/api/v1/watches', { cookie, body: { section: CSE310 } });
  const { userId: user } = (await campus.store.watches.find(String(body['id'])))!;
  const watches = [String(body['id'])];
  const links: Record<string, Action> = {
    pausing: { do: 'pause', watches },
    muting: { do: 'mute', user, channel: emailChannelId(user) },
    'turning all off': { do: 'all-off', user, channel: '' },
    stopping: { do: 'stop', watches },
  };
  const { page } = await openPage(t, browser, 'about:blank');
  for (const [name, action] of Object.entries(links)) {
    const token = encodeURIComponent(signAction(action, SESSION_SECRET));
    await page.goto(`${campus.url()}/api/v1/unsubscribe?token=${token}`);
    await audited(t, page, `${name}, asked`);
    await Promise.all([page.waitForNavigation(), page.click('form button')]);
    await audited(t, page, `${name}, done`);
  }
});

t.test('pages of sign-in links and errors', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  const { page, textOf } = await openPage(t, browser, `${campus.url()}/nothing-here`);
  await audited(t, page, 'a page that does not exist');
  const watches = [{ section: 'asu/2267/99999' }];
  await campus.ask('POST', '/api/v1/session', { body: { email: ADA, watches, language: 'es' } });
  await page.goto(`${campus.url()}/sign-in?token=${await linkToken(campus.neighbours, campus.clock)}`);
  await audited(t, page, 'a sign-in link');
  await Promise.all([page.waitForNavigation(), page.click('form button')]);
  t.match(await textOf('main'), '0 de 1');
  await audited(t, page, 'a watch that could not start');
  await page.goto(`${campus.url()}/sign-in?token=used`);
  t.match(await textOf('main'), 'This link is invalid');
  await audited(t, page, 'a link that was used');
});
