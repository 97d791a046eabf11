import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { course, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

t.test('a page with an error status is an error', async (t) => {
  const { tab } = await visit(t, browser, {
    rows: [],
    onPage: (response) => {
      response.writeHead(500).end('<h2>No classes found</h2>');
      return true;
    },
  });
  for (const way of ['api', 'dom'] as const)
    await t.rejects(
      tab.look(course, () => {}, way),
      { code: 'PMC_SOURCE_STATUS' },
    );
});

t.test('a missing host is unreachable', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: [] });
  await site.close();
  for (const way of ['api', 'dom'] as const)
    await t.rejects(
      tab.look(course, () => {}, way),
      { code: 'PMC_SOURCE_UNREACHABLE' },
    );
});
