/**
 * The pages against the real web server and a real store. Checks the assumptions of the fake page server in the other
 * tests.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import t from 'tap';
import { CSE310, CSE310_TOO, FULL, OPEN, takePending } from '../../contract/store/harness.ts';
import { eventually, PATIENCE_MS } from '../../support/eventually.ts';
import { linkToken } from '../neighbours.ts';
import { OPERATOR_TOKEN, stage } from '../stage.ts';
import { byRole, openBrowser, openPage } from './support/browser.ts';

const { browser, pagesDir } = await openBrowser(t);
const row = `tr[data-section="${CSE310}"]`;

t.test('a student searches, signs in by mail, watches a section and is told that a seat opened', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  await campus.see(CSE310, FULL);
  await campus.see(CSE310_TOO, OPEN);
  const { page, says, complaints } = await openPage(t, browser, campus.url());

  await page.locator(byRole('combobox', 'Course, class number or title')).fill('cse 310');
  await page.keyboard.press('Enter');
  await says(row, 'Full');
  await says('.connection', 'Live');

  await page.locator(byRole('button', 'Watch CSE 310, class 66445')).click();
  await page.locator(byRole('textbox', 'Your e-mail address')).fill('Ada@example.edu');
  await page.locator(byRole('button', 'Mail me the link that starts it')).click();
  await says('dialog', 'Waiting for your link');

  const second = await page.browserContext().newPage();
  second.setDefaultTimeout(PATIENCE_MS);
  await second.goto(`${campus.url()}/sign-in?token=${await linkToken(campus.neighbours, campus.clock)}`);
  await second.locator(byRole('button', 'Start 1 watch')).click();
  // The watch that was asked for before is made.
  await second.waitForFunction(
    `/CSE 310 66445.*Full.*We write when a seat opens/.test(document.querySelector('.watch')?.textContent)`,
  );

  await page.bringToFront();
  await page.waitForSelector(`[data-watch="${CSE310}"]`);
  const { result } = await campus.see(CSE310, OPEN);
  campus.announce({
    type: 'announced',
    checked: [{ section: CSE310, checkedAt: new Date().toISOString(), nextCheckAt: null }],
    states: [],
    changes: result.changes,
  });
  await says(row, 'Open');
  await says('[role="log"]', 'CSE 310 · 66445: seats opened');
  await page.locator(byRole('button', 'Sign out')).click();
  await page.waitForSelector(byRole('button', 'Sign in'));
  t.same(complaints, [], 'the real content policy refuses nothing');
});

t.test('of any class in the morning the student is told when one opens, and not when a later one does', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  const at = (start: string, end: string) => ({ meetings: [{ days: ['Mon' as const], start, end, location: '' }] });
  const [morning, evening] = [at('09:00', '10:15'), at('18:00', '19:15')];
  await campus.see(CSE310, { ...FULL, ...morning });
  await campus.see(CSE310_TOO, { ...FULL, ...evening });
  const [name = '', value = ''] = (await campus.signIn()).split('=');
  const { page, says } = await openPage(t, browser, campus.url());
  await page.browserContext().setCookie({ name, value, domain: new URL(campus.url()).hostname });
  // The page has the server's time: what was seen long ago does not count as open.
  await page.evaluateOnNewDocument((aheadMs) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + aheadMs;
  }, campus.clock.now() - Date.now());
  await page.goto(`${campus.url()}/?institution=asu&term=2267&q=CSE+310`);
  await page.locator(byRole('button', 'Watch CSE 310, class 66445')).click();
  await page.locator(byRole('radio', 'Any class of CSE 310')).click();
  await says('.watch-conditions', '2 of 2 classes fit now');
  await page.locator('#watch-before').fill('12:00');
  await says('.watch-conditions', '1 of 2 classes fit now');
  await page.locator(byRole('button', 'Start watching')).click();
  const watch = '[data-watch="asu/2267/CSE/310"]';
  await says(watch, 'CSE 310 · any class');
  await says(watch, 'until 12:00 PM');
  await says(watch, '1 class, 0 open now');
  const opened = [
    await campus.see(CSE310, { ...OPEN, ...morning }),
    await campus.see(CSE310_TOO, { ...OPEN, ...evening }),
  ];
  const changes = opened.flatMap(({ result }) => result.changes);
  campus.announce({ type: 'announced', checked: [], states: changes.map(({ change }) => change.after), changes });
  await says(watch, 'Open: 66445');
  await campus.store.notifications.fanOut(0);
  t.match(
    (await takePending(campus.harness, 'mailer')).map(({ section, change }) => [section, change?.kind]),
    [[CSE310, 'opened']],
  );
});

t.test('a search without results says so', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  const { says } = await openPage(t, browser, `${campus.url()}/?institution=asu&term=2267&q=nothing`);
  await says('.results-count', 'No section matches “nothing”');
  await eventually(() => campus.neighbours.looks.length > 0);
  t.match(campus.neighbours.looks, [{ term: '2267', text: 'nothing' }]);
});

t.test('a page that was open during an upgrade loads itself again when a part that it needs is gone', async (t) => {
  const upgradedDir = mkdtempSync(join(tmpdir(), 'pickmyclass-pages-'));
  t.teardown(() => rmSync(upgradedDir, { recursive: true }));
  cpSync(pagesDir, upgradedDir, { recursive: true, filter: (path) => !/\.(?:br|gz)$/.test(path) });
  const campus = await stage(t, { pages: upgradedDir });
  await campus.see(CSE310, FULL);
  const { page, says } = await openPage(t, browser, 'about:blank');
  const watch = byRole('button', 'Watch CSE 310, class 66445');
  const assets = join(upgradedDir, 'assets');
  const dialog = readdirSync(assets).find((name) => name.startsWith('Asked-'))!;
  renameSync(join(assets, dialog), join(assets, 'kept'));
  const missed = page.waitForResponse((answer) => answer.url().endsWith(dialog));
  await page.goto(`${campus.url()}/?institution=asu&term=2267&q=CSE+310`);
  await page.waitForSelector(row);
  t.equal((await missed).status(), 404);
  const old = await scriptOf(page);
  renameSync(join(assets, 'kept'), join(assets, dialog));
  giveNewNames(upgradedDir);
  await page.locator(watch).click();
  await page.waitForFunction(`!document.querySelector('script[src="${old}"]')`);
  await page.locator(watch).click();
  await says('dialog', 'What to watch');
});

function scriptOf(page: Page): Promise<string> {
  return page.$eval('script[type="module"]', (script) => script.getAttribute('src')!);
}

/** Gives all parts of the pages other names, as a build of other code does. */
function giveNewNames(folder: string): void {
  const assets = join(folder, 'assets');
  const parts = readdirSync(assets).filter((name) => /-[\w-]{8}\.(?:js|css)$/.test(name));
  const newName = (name: string): string => name.replace(/-[\w-]{8}(?=\.\w+$)/, '-Upgraded');
  const renewed = (text: string): string => parts.reduce((said, name) => said.replaceAll(name, newName(name)), text);
  for (const name of ['index.html', ...parts.map((part) => join('assets', part))]) {
    const text = renewed(readFileSync(join(folder, name), 'utf8'));
    rmSync(join(folder, name));
    writeFileSync(join(folder, newName(name)), text);
  }
}

t.test('an operator sees the tree, the pool, the health and the switches', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  // What the page shows is read again after some time has passed.
  const moving = setInterval(() => void campus.clock.advance(100), 100);
  t.teardown(() => clearInterval(moving));
  const { page, says, complaints } = await openPage(t, browser, `${campus.url()}/operator`);
  await page.locator('#token').fill(OPERATOR_TOKEN);
  await page.locator(byRole('button', 'Continue')).click();
  await page.waitForSelector('[data-path="checking"]');
  await says('.tree-summary', 'Everything is running');
  await says('.cycle', 'No cycle has run yet');
  await page.locator(byRole('button', 'Run a cycle now')).click();
  await page.locator(byRole('button', 'Yes, run a cycle now')).click();
  await says('dialog [role="alert"]', 'PMC_CYCLE_RUNNING');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { hidden: true });
  await page.locator(byRole('button', 'Pause checks, asu')).click();
  await page.locator(byRole('button', 'Yes, pause')).click();
  await page.waitForSelector(byRole('button', 'Resume checks, asu'));
  t.match(await campus.store.pauses.list(), [{ scope: 'checks', institution: 'asu' }]);
  await page.locator(byRole('button', 'Resume checks, asu')).click();
  await page.locator(byRole('button', 'Yes, resume')).click();
  await page.waitForSelector(byRole('button', 'Pause checks, asu'));
  t.same(await campus.store.pauses.list(), []);
  await says('.checks', 'configuration');
  t.match(await page.$$eval('.checks li', (checks) => checks.map((check) => check.textContent)), [
    'store healthy',
    'bus healthy',
    'source healthy',
    'browsers healthy',
    'email healthy',
    'configuration healthy',
  ]);
  t.same(complaints, []);
});

t.test('an operator finds a student, suspends and restores them, and reads it in the audit log', async (t) => {
  const campus = await stage(t, { pages: pagesDir });
  for (const name of ['ada', 'ben']) await campus.signIn(`${name}@example.edu`);
  const { page, says, complaints } = await openPage(t, browser, `${campus.url()}/operator#/people`);
  await page.locator('#token').fill(OPERATOR_TOKEN);
  await page.locator(byRole('button', 'Continue')).click();
  await says('.table', 'ben@example.edu');
  await page.locator(byRole('searchbox', 'Part of an address')).fill('ADA');
  await says('.card > p[role="status"]', '1 shown');
  await page.locator(byRole('link', 'ada@example.edu')).click();
  await says('.card', 'active, here since');
  await page.locator(byRole('button', 'Suspend…')).click();
  await says('dialog', 'count for nothing until you restore');
  t.equal(await campus.store.users.isSuspended('ada@example.edu'), false, 'not before it is confirmed');
  await page.locator(byRole('button', 'Suspend')).click();
  await says('.card', 'suspended since');
  await page.locator(byRole('button', 'Restore')).click();
  await says('.card', 'active, here since');
  await page.locator(byRole('button', 'Mail a sign-in link')).click();
  await says('.card', 'The link was mailed.');
  await page.locator(byRole('link', 'Audit')).click();
  await says('.table', 'restore user');
  t.match(await page.$$eval('.table tbody tr', (rows) => rows.map((row) => row.textContent)), [
    /tokensend sign in linkstudent /,
    /tokenrestore userstudent /,
    /tokensuspend userstudent /,
  ]);
  await page.locator('.table a').click();
  await says('.card', 'ada@example.edu');
  t.same(complaints, []);
});
