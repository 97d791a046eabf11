import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows } from '../../support/class-search-site.ts';
import type { SiteOptions } from '../../support/class-search-site.ts';
import { course, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

for (const labelled of [false, true])
  t.test(
    `where one row at a time can be open, rows are read one by one (${labelled ? 'markup of 2026' : 'older'})`,
    async (t) => {
      const rows = siteRows(4).map((row, i) => ({ ...row, reservedSeatsInfo: [{ ENRL_CAP: 10, ENRL_TOT: i }] }));
      const script = (whole: string): string =>
        whole.replace(
          'const opened = ',
          'for (const other of document.querySelectorAll(".class-accordion")) ' +
            '{ other.details?.remove(); other.details = null; } const opened = ',
        );
      const { read } = await visit(t, browser, { rows, labelled, script });
      t.match(await read(course, 'dom'), {
        sections: [10, 9, 8, 7].map((reserved) => ({ seats: { reserved } })),
        unsure: [],
      });
    },
  );

t.test('a row is read only when its details have loaded', async (t) => {
  const onGroups: SiteOptions['onGroups'] = () => {};
  const { read } = await visit(
    t,
    browser,
    {
      rows: siteRows(1).map((row) => ({ ...row, reservedSeatsInfo: [{ ENRL_CAP: 60, ENRL_TOT: 0 }] })),
      labelled: true,
      onGroups,
    },
    { timeoutMs: 15_000 },
  );
  t.match(await read(course, 'dom'), {
    outcome: 'complete',
    sections: [],
    unsure: [{ classNumber: '10001', reason: /details did not open/ }],
  });
});

t.test('when the details of a row fail to load, only that row is unsure', async (t) => {
  const onGroups: SiteOptions['onGroups'] = (response, classNumber) => {
    response.writeHead(classNumber === '10002' ? 500 : 200).end('[]');
  };
  const { read } = await visit(t, browser, {
    rows: siteRows(3).map((row) => ({ ...row, reservedSeatsInfo: [{ ENRL_CAP: 8, ENRL_TOT: 0 }] })),
    labelled: true,
    onGroups,
  });
  const reading = await read(course, 'dom');
  if (reading.outcome !== 'complete') throw new Error(reading.reason);
  t.match(
    reading.sections.map(({ classNumber, seats }) => [classNumber, seats.reserved]),
    [
      ['10001', 8],
      ['10003', 8],
    ],
  );
  t.match(reading.unsure, [{ classNumber: '10002', reason: /details did not open/ }]);
});
