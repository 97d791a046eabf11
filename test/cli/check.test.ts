import t from 'tap';
import { startCampus } from '../../scripts/campus/campus.ts';
import { pickmyclass } from '../support/pickmyclass.ts';
import { OPERATOR_TOKEN, startSystem } from '../support/running-system.ts';

const CAPTURE = 'test/fixtures/asu/search-classes-cse310-2267.json';

t.test('check prints each section in order, and the exit code is 3 if one does not exist', async (t) => {
  const campus = await startCampus({ port: 0, capture: CAPTURE, speed: 0 });
  t.teardown(() => campus.close());
  const environment = { ASU_CATALOG_URL: campus.catalogUrl, DATA_DIR: t.testdir({}) };
  const seen = await pickmyclass(['check', 'asu/2267/1', 'asu/2267/66445', 'asu/2267/75092', '--json'], environment);
  t.equal(seen.code, 3, seen.stderr);
  const lines = seen.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.match(lines, [
    { section: 'asu/2267/1', code: 'PMC_SECTION_NOT_FOUND' },
    {
      section: 'asu/2267/66445',
      status: 'open',
      instructors: ['Ada Alder'],
      seats: { capacity: 150, enrolled: 81, available: 69, reserved: 0, open: 69 },
      meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45' }],
    },
    { section: 'asu/2267/75092' },
  ]);
  t.match(await pickmyclass(['check', 'asu/2267/66445'], environment), {
    code: 0,
    stdout: /OPEN[\s\S]*69 of 150 seats open \(81 enrolled\)[\s\S]*Mon Wed {2}16:30–17:45/,
  });
});

t.test('check refuses an invalid key before it checks any section', async (t) => {
  t.match(await pickmyclass(['check', 'asu/2267/66445', '66445'], { ASU_CATALOG_URL: 'http://127.0.0.1:1/' }), {
    code: 2,
    stdout: '',
    stderr: /"66445" is not a section key/,
  });
});

t.test('a section that cannot be seen is unknown, and the exit code is 4', async (t) => {
  const { code, stdout } = await pickmyclass(['check', 'asu/2267/66445', '--json'], {
    ASU_CATALOG_URL: 'http://127.0.0.1:1/',
  });
  t.equal(code, 4);
  t.match(JSON.parse(stdout), { section: 'asu/2267/66445', status: 'unknown' });
});

t.test('check takes a course, and asks the running system, unless it is told to look for itself', async (t) => {
  const dataDir = t.testdir({});
  const campus = await startCampus({ port: 0, speed: 0 });
  t.teardown(() => campus.close());
  const system = await startSystem(t, dataDir, { ASU_CATALOG_URL: campus.catalogUrl });
  const environment = { DATA_DIR: dataDir, OPERATOR_TOKEN, ASU_CATALOG_URL: campus.catalogUrl };
  const of = campus.sections.filter(({ term }) => term === campus.term)[0]!;
  const sections = campus.sections
    .filter(
      ({ term, subject, catalogNumber }) =>
        term === of.term && subject === of.subject && catalogNumber === of.catalogNumber,
    )
    .map(({ term, classNumber }) => `asu/${term}/${classNumber}`)
    .toSorted();
  const keysOf = (stdout: string): string[] =>
    stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { section: string }).section)
      .toSorted();

  const asked = await pickmyclass(['check', of.subject.toLowerCase(), of.catalogNumber, '--json'], environment);
  t.match(asked, {
    code: 0,
    stderr: `Asking the system at ${system.url}. With --fresh, this command looks for itself.\n`,
  });
  t.same(keysOf(asked.stdout), sections);
  const looked = await pickmyclass(['check', `${of.subject}${of.catalogNumber}`, '--json', '--fresh'], environment);
  t.match(looked, { code: 0, stderr: '' });
  t.same(keysOf(looked.stdout), sections);

  const [key] = sections;
  t.match(await pickmyclass(['check', key!], environment), { code: 0, stdout: new RegExp(`^${key} [^]*\\n {2}seen `) });
  t.match(await pickmyclass(['check', 'asu/2267/1'], environment), { code: 3, stdout: /does not exist/ });
  t.match(await pickmyclass(['check', 'ZZZ', '999'], environment), { code: 3, stdout: /^ZZZ 999 {2}does not exist/ });
});
