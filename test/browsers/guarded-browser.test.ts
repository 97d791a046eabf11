import t from 'tap';
import { launchGuarded } from '../../src/browsers/guarded-browser.ts';
import { chromePath } from '../support/chrome-path.ts';

const refused: string[] = [];
const browser = await launchGuarded(chromePath, {
  permissionFor: () => 'refused',
  onRefused: ({ hostname }) => refused.push(hostname),
});
t.teardown(() => browser.close());

t.test('a dialog does not block its page', async (t) => {
  const page = await browser.newPage();
  t.equal(await page.evaluate('confirm("Do you want this?")'), false);
  t.equal(await page.evaluate('1 + 1'), 2);
  await page.browserContext().close();
});

t.test('a window that a page opens is closed', async (t) => {
  const page = await browser.newPage();
  const closed = new Promise<void>((resolve) => {
    page.once('popup', (popup) => popup?.once('close', () => resolve()));
  });
  await page.evaluate('window.open("about:blank"), undefined');
  await t.resolves(closed);
  await page.browserContext().close();
});

t.test('pages share no storage', async (t) => {
  const [first, second] = [await browser.newPage(), await browser.newPage()];
  t.not(first.browserContext(), second.browserContext());
  for (const page of [first, second]) await page.browserContext().close();
});

t.test('a page cannot connect to a refused host, and the refusal is reported', async (t) => {
  const page = await browser.newPage();
  await t.rejects(page.goto('http://other.example/'));
  t.ok(refused.includes('other.example'));
  await page.browserContext().close();
});
