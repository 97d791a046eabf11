/** Scenarios of the view of sections. */
import type { Test } from 'tap';
import type { openBrowser } from '../support/browser.ts';
import { asOperator, openOperator } from '../support/operator-page.ts';
import { sample } from '../support/sample.ts';

const AT = '2026-11-23T20:00:00.000Z';
const section = 'asu/2267/66445';

export function sectionsView(t: Test, app: Awaited<ReturnType<typeof openBrowser>>): void {
  t.test('a section is opened from the table, with why its state is what it is', async (t) => {
    const { page, says, textOf, complaints } = await openOperator(t, app, (server) => {
      asOperator(server);
      const state = { ...sample('66445'), status: 'unknown' as const };
      const listed = { ...state, watchers: 12, failures: 3, missingSince: null, dueAt: AT };
      server.routes.set('GET /api/v1/operator/sections', () => ({ status: 200, body: { sections: [listed] } }));
      server.routes.set(`GET /api/v1/operator/sections/${section}`, () => ({
        status: 200,
        body: {
          section,
          state,
          watchers: 12,
          failures: 3,
          failedAttempts: [{ at: AT, by: 'host-b/checking/browsers/browser-1', error: 'answered 503' }],
          missingSince: null,
          dueAt: AT,
          changes: [{ kind: 'opened', detectedAt: AT, before: 'full', after: 'open' }],
        },
      }));
    });
    await page.evaluate("location.hash = '#/sections'");
    await page.locator(`a[href="#/sections/${section}"]`).click();
    await says('main', 'Unknown: the last 3 looks failed.');
    t.match(await textOf('main'), 'host-b/checking/browsers/browser-1');
    t.match(await textOf('main'), /Watchers12/);
    t.same(complaints, []);
  });
}
