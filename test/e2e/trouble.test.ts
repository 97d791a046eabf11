/**
 * Whatever goes wrong in the real program, the operator page says so on top within five seconds of the fact, names the
 * cause and what helps, and stops saying so when it is over. One program and one page go through it all.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { MailServer } from '../notify/mail-server.ts';
import { eventually } from '../support/eventually.ts';
import type { TreeNode } from '../../src/runtime/index.ts';
import { mongoServer } from '../support/mongo-server.ts';
import { mainChromiumOf } from '../support/processes.ts';
import { OPERATOR_TOKEN, startSystem } from '../support/running-system.ts';
import { measureSlowness } from '../support/slowness.ts';
import { fillDisk, smallDisk } from '../support/small-disk.ts';
import { signIn } from '../support/student.ts';
import { followTopLine } from '../support/top-line.ts';
import { byRole, openBrowser, openPage } from '../web/app/support/browser.ts';

const SOON_MS = 5_000;
const BROWSER = 'checking/browsers/browser-1';

const { browser } = await openBrowser(t);
const mongo = await mongoServer(t);
const mail = await new MailServer().listen();
t.teardown(() => mail.close());
const folder = await smallDisk(t, 'size=4m');
const system = await startSystem(t, folder ?? t.testdir(), {
  ...(mongo !== undefined && { STORE_URL: mongo.database(t) }),
  SMTP_URL: mail.url,
  CHECK_INTERVAL_SECONDS: '2',
  // A busy machine needs some seconds for a look.
  CHECK_TIMEOUT_SECONDS: '5',
  BREAKER_FAILURES: '4',
  BREAKER_RESET_SECONDS: '3',
});
const campus = async (method: string, path: string, body: object): Promise<unknown> => {
  const { campusUrl } = (await (await fetch(`${system.url}/api/v1/about`)).json()) as { campusUrl: string };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${campusUrl}/api${path}`, {
    method,
    headers,
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  return answer.status === 204 ? undefined : await answer.json();
};

await campus('PUT', '/movement', { running: false });
const { sections } = (await campus('GET', '/sections?status=full&limit=1', {})) as { sections: { section: string }[] };
const ada = await signIn(system, 'ada@example.edu', async () => mail.received.map((each) => each.mail));
await ada.api('/api/v1/watches', { method: 'POST', json: { section: sections[0]!.section } });
const { page } = await openPage(t, browser, `${system.url}/operator`);
await page.locator('#token').fill(OPERATOR_TOKEN);
await page.locator(byRole('button', 'Continue')).click();
await page.waitForSelector('.top-line');
const line = await followTopLine(page);
await line.well();
const slowness = measureSlowness(t);
const started = performance.timeOrigin;

/** Five seconds, and longer on a machine that at the same time did any work so many times slower than it can. */
function isSoon(t: Test, at: number, fact: number): void {
  const slower = slowness(fact - started);
  t.ok(at - fact < SOON_MS * slower, `shown after ${at - fact} ms, on a machine ${slower.toFixed(1)} times slower`);
}

t.test('a killed Chromium, and a thread that fails', async (t) => {
  const cause = `actor:test/${BROWSER}`;
  const chromium = await eventually(() => mainChromiumOf(system.process.pid!));
  let fact = Date.now();
  process.kill(chromium, 'SIGKILL');
  isSoon(t, await line.named(cause, /Chromium ended by itself/, fact), fact);
  t.same(await line.buttonsOf(cause), ['Restart', 'Details']);
  await line.named(cause, /was restarted/, fact);
  fact = Date.now();
  const crash = { method: 'POST', body: JSON.stringify({ path: BROWSER }) };
  t.equal((await system.operator('/api/v1/supervisors/crash', crash)).status, 202);
  isSoon(t, await line.named(cause, /was crashed on request/, fact), fact);
  await line.well();
});

t.test('a source that hangs, its breaker, and a pause by the button beside them', async (t) => {
  const hung = Date.now();
  await campus('PATCH', '/misbehaviour', { hang: true });
  // It counts as unseen after three failed looks, so the third one is the fact.
  const fact = await eventually(async () => (await failedLooks()) >= 3 && Date.now());
  isSoon(t, await line.named('source-unseen', /^Source not seen for .* · /, hung), fact);
  t.same(await line.buttonsOf('source-unseen'), ['Pause', 'Details']);
  const opened = /^The breaker of the source is open · next look in \d+ s/;
  await line.named('breaker', opened, hung);
  t.same(await line.buttonsOf('breaker'), ['Retry now', 'Pause', 'Details']);
  await line.press('source-unseen', 'Pause');
  // The dialog closes when the server has answered.
  await page.waitForFunction('document.querySelector("dialog") === null');
  const paused = Date.now();
  const says = /^Checks are paused for .* · the source is not asked/;
  isSoon(t, await line.named('paused:checks', says, hung), paused);
  await campus('DELETE', '/misbehaviour', {});
  await line.press('paused:checks', 'Resume');
  await line.well();
});

t.test('a mail server that ends', async (t) => {
  const { port } = mail;
  await mail.close();
  const fact = Date.now();
  const answered = fetch(`${system.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ben@example.edu' }),
  });
  isSoon(t, await line.named('mail-down', /^Mail not accepted for .* · \S/, fact), fact);
  t.same(await line.buttonsOf('mail-down'), ['Retry now', 'Pause', 'Details']);
  const repaired = await new MailServer().listen(port);
  t.teardown(() => repaired.close());
  await answered;
  await line.well();
});

t.test('a store that answers nothing, and one that ends', { skip: mongo?.own !== true && 'no MongoDB' }, async (t) => {
  const says = /^The store does not answer · no looks, no messages/;
  let fact = Date.now();
  const thaw = mongo!.freeze();
  isSoon(t, await line.named('store', says, fact), fact);
  thaw();
  await line.well();
  fact = Date.now();
  await mongo!.kill();
  isSoon(t, await line.named('store', says, fact), fact);
  await mongo!.restart();
  await line.well();
});

t.test('a full disk', { skip: folder === undefined && 'no disk of its own' }, async (t) => {
  const begun = Date.now();
  await fillDisk(join(folder!, 'filler'));
  const fact = Date.now();
  isSoon(t, await line.named('disk', /^The disk of test is \d+ % full · /, begun), fact);
  await rm(join(folder!, 'filler'));
  await line.well();
});

t.test('in the end the program stops in an orderly way', async (t) => {
  t.equal(await system.stop(), 0);
});

async function failedLooks(): Promise<number> {
  const { nodes } = (await (await system.operator('/api/v1/nodes')).json()) as { nodes: { tree: TreeNode }[] };
  const below = (node: TreeNode | undefined, id: string): TreeNode | undefined =>
    node?.children.find((child) => child.id === id);
  return ['checking', 'asu', 'section-checker'].reduce(below, nodes[0]?.tree)?.calls?.failures ?? 0;
}
