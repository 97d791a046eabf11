import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows } from '../../support/class-search-site.ts';
import { course, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

t.test('an answer always comes from the host, never from the cache', async (t) => {
  const rows = siteRows(1);
  const { read } = await visit(t, browser, {
    rows,
    onApi: (_request, response) => {
      response.setHeader('cache-control', 'max-age=3600');
      return false;
    },
  });
  await read(course);
  rows[0]!['seatInfo'] = { ENRL_CAP: 60, ENRL_TOT: 60 };
  t.match(await read(course), { sections: [{ seats: { enrolled: 60 } }] });
});
