import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows } from '../../support/class-search-site.ts';
import { course, noCourse, numbersIn, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

t.test('a tab repeats the call that its page makes', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: siteRows(3) });
  let requests = 0;
  t.equal(tab.carries, undefined);
  const answer = await tab.look(course, () => {
    requests += 1;
  });
  t.equal(tab.carries, 6, 'the connections of HTTP/1.1');
  t.equal(answer.way, 'api');
  t.equal(numbersIn(asu.read(course, answer)).length, 3);
  t.equal(requests, site.requests.length, 'every request is counted, including those of the page');
  const before = requests;
  await Promise.all(
    [1, 2, 3].map(() =>
      tab.look(course, () => {
        requests += 1;
      }),
    ),
  );
  t.equal(requests - before, 3, 'once opened, a tab needs one request per look');
  t.equal(site.requests.length, requests);
});

t.test('"no classes" is an answer, by either way', async (t) => {
  const { read } = await visit(t, browser, { rows: siteRows(3) });
  t.same(await read(noCourse, 'api'), { outcome: 'complete', sections: [], unsure: [] });
  t.same(await read(noCourse, 'dom'), { outcome: 'complete', sections: [], unsure: [] });
});

t.test('a host that disappears after the tab was opened is unreachable', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: siteRows(1) });
  await tab.look(course, () => {});
  await site.close();
  await t.rejects(
    tab.look(course, () => {}),
    { code: 'PMC_SOURCE_UNREACHABLE' },
  );
});
