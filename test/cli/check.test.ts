import t from 'tap';
import { startCampus } from '../../scripts/campus/campus.ts';
import { pickmyclass } from '../support/pickmyclass.ts';

const CAPTURE = 'test/fixtures/asu/search-classes-cse310-2267.json';

t.test('check prints the state of each section in one line, in order', async (t) => {
  const campus = await startCampus({ port: 0, capture: CAPTURE, speed: 0 });
  t.teardown(() => campus.close());
  const environment = { ASU_CATALOG_URL: campus.catalogUrl };
  const seen = await pickmyclass(['check', 'asu/2267/66445', 'asu/2267/75092', '--json'], environment);
  t.equal(seen.code, 0, seen.stderr);
  const lines = seen.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.match(lines, [
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

  const missing = await pickmyclass(['check', 'asu/2267/1', 'asu/2267/66445', '--json'], environment);
  t.equal(missing.code, 3);
  t.match(JSON.parse(missing.stdout.split('\n')[0]!), { section: 'asu/2267/1', code: 'PMC_SECTION_NOT_FOUND' });
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
