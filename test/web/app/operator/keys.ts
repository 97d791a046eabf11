/** Scenarios of the view of keys. */
import type { Test } from 'tap';
import { byRole } from '../support/browser.ts';
import type { openBrowser } from '../support/browser.ts';
import { serveKeys } from '../support/keys.ts';
import { asOperator, openOperator } from '../support/operator-page.ts';

export function keysView(t: Test, app: Awaited<ReturnType<typeof openBrowser>>): void {
  t.test('a key is made, its secret is shown once, and it is revoked after a question', async (t) => {
    const { page, says, server, complaints } = await openOperator(t, app, (made) => {
      asOperator(made);
      serveKeys(made, Date.now());
    });
    await page.evaluate("location.hash = '#/keys'");
    await says('.keys .row', 'Home Assistant');
    await says('.keys .row', '600 requests a minute');
    await says('.keys-revoked summary', 'Revoked: 1');
    await page.locator('input[placeholder="Home Assistant"]').fill('Node-RED');
    await page.locator(byRole('button', 'Make the key')).click();
    await says('.key-made', 'Authorization: Bearer pmc_c0ffee000001.CmA2sBhXvW9Yb0mJq1k3nTzU5eLpR7dG');
    await page.locator(byRole('button', 'I have copied it')).click();
    await page.waitForSelector('.key-made', { hidden: true });
    t.notMatch(await page.$eval('body', (body) => body.textContent), 'CmA2sBhX', 'it is shown once');
    await page.locator(byRole('button', 'Revoke Node-RED')).click();
    await page.locator(byRole('button', 'Keep it')).click();
    t.notOk(server.asked.some((request) => request.startsWith('DELETE')));
    await page.locator(byRole('button', 'Revoke Node-RED')).click();
    await page.locator(byRole('button', 'Revoke the key')).click();
    await says('.keys-revoked summary', 'Revoked: 2');
    t.same(complaints, []);
  });
}
