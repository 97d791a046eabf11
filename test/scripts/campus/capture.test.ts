import { readFile } from 'node:fs/promises';
import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import { readCapture } from '../../../scripts/campus/capture.ts';
import { statusOfSection } from '../../../scripts/campus/section.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

const FILE = 'test/fixtures/campus/captured-cse310.json';
const text = await readFile(FILE, 'utf8');
const { classes } = JSON.parse(text) as { classes: { CLAS: { CLASSNBR: string } }[] };

t.test('the sections of a captured answer are read', async (t) => {
  const [first, full, online] = readCapture(text, FILE);
  t.match(first, {
    term: '2267',
    classNumber: '66445',
    subject: 'CSE',
    catalogNumber: '310',
    instructors: ['Ada Alder'],
    capacity: 150,
    enrolled: 81,
    reserved: [],
    meetings: [{ days: 'M W', start: '4:30 PM', end: '5:45 PM', location: 'Tempe - PSH153' }],
    listing: 'active',
  });
  t.equal(statusOfSection(full!), 'full');
  t.match(online, { meetings: [{ days: '', start: null, end: null, location: 'ASU Online' }] });
});

t.test(
  'a captured course is served unchanged and without generated sections; the rest of the campus is generated',
  async (t) => {
    const clock = new ManualClock();
    const campus = await startCampus({ port: 0, sections: 300, capture: FILE, speed: 50, clock });
    t.teardown(() => campus.close());
    await clock.advance(3_600_000);
    const ask = async (query: string): Promise<{ classes: typeof classes }> =>
      (
        await fetch(`${campus.apiUrl}/search/classes?term=2267&${query}`, { headers: { authorization: 'Bearer null' } })
      ).json() as Promise<{ classes: typeof classes }>;

    t.same((await ask('subject=CSE&catalogNbr=310')).classes, classes);
    t.same((await ask('classNbr=70380')).classes, [classes[1]]);
    t.ok((await ask('subject=MAT')).classes.length > 0);

    campus.openSeat('70380', '2267');
    const [row] = (await ask('classNbr=70380')).classes;
    t.match(row, {
      seatInfo: { ENRL_CAP: 150, ENRL_TOT: 149 },
      CLAS: { ENRLTOT: '149', ENRLSTAT: 'O', TITLE: 'Data Structures and Algorithms', CRSEID: '104190' },
    });
  },
);

t.test('a file that is not an answer of the search is refused', async (t) => {
  for (const bad of ['{', '[]', '{"classes":[{}]}', '{"classes":[{"CLAS":{"STRM":"2267"},"seatInfo":{}}]}']) {
    t.throws(
      () => readCapture(bad, 'answer.json'),
      { code: 'PMC_CONFIG_INVALID', message: /--capture=answer.json/ },
      bad,
    );
  }
});
