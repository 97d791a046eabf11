import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asListed, unnamed } from '../../support/as-listed.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows } from '../../support/class-search-site.ts';
import { course, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

for (const labelled of [false, true])
  t.test(
    `a look by DOM gives the same as a look by API, in the ${labelled ? 'markup of Fall 2026' : 'older markup'}`,
    async (t) => {
      const rows = siteRows(8);
      rows[1]!['reservedSeatsInfo'] = [
        { ENRL_CAP: 10, ENRL_TOT: 2 },
        { ENRL_CAP: 1, ENRL_TOT: 19 },
      ];
      Object.assign(rows[2]!.CLAS, {
        INSTRUCTORSLIST: null,
        STARTTIMES: ['9:00 AM', '1:30 PM'],
        ENDTIMES: ['9:50 AM', '2:20 PM'],
      });
      Object.assign(rows[2]!, {
        DAYLIST: ['F', 'T Th'],
        LOCATIONBUILDING: [{ NAME: 'Tempe - A1' }, { NAME: 'Tempe - B2' }],
      });
      Object.assign(rows[3]!, {
        DAYLIST: [''],
        LOCATIONBUILDING: [{ NAME: 'ASU Online' }],
        CLAS: { ...rows[3]!.CLAS, STARTTIMES: [null], ENDTIMES: [null], INSTRUCTORSLIST: ['Ada Alder', 'Ben Birch'] },
      });
      Object.assign(rows[4]!, {
        DAYLIST: ['', 'F'],
        LOCATIONBUILDING: [{ NAME: 'ASU Online' }, { NAME: 'Tempe - A1' }],
        CLAS: { ...rows[4]!.CLAS, STARTTIMES: ['', '9:00 AM'], ENDTIMES: ['', '9:50 AM'] },
      });
      rows[5]!['seatInfo'] = { ENRL_CAP: 60, ENRL_TOT: 63 };
      Object.assign(rows[6]!, {
        seatInfo: { ENRL_CAP: 60, ENRL_TOT: 58 },
        reservedSeatsInfo: [{ ENRL_CAP: 2, ENRL_TOT: 0 }],
      });
      const { read } = await visit(t, browser, { rows, labelled });
      const [api, dom] = [await read(course, 'api'), await read(course, 'dom')];
      if (api.outcome !== 'complete' || dom.outcome !== 'complete') throw new Error(JSON.stringify([api, dom]));
      t.same([api.unsure, dom.unsure], [[], []]);
      t.same(dom.sections.map(unnamed), api.sections.map(asListed));
      t.match(
        dom.sections.map(({ seats }) => [seats.reserved, seats.open]),
        [
          [0, 38],
          [8, 30],
          [0, 38],
          [0, 38],
          [0, 38],
          [0, 0],
          [2, 0],
          [0, 38],
        ],
      );
      t.equal(dom.sections[2]?.meetings?.length, 2);
    },
  );
