import t from 'tap';
import { CSE310, MAT210 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const search = (q: string, more = '&institution=asu&term=2267'): string =>
  `/api/v1/search?q=${encodeURIComponent(q)}${more}`;

t.test('a new search asks the source once, and its sections are found', async (t) => {
  const { ask, see, neighbours } = await stage(t);
  neighbours.onLook = async () => {
    await see(CSE310);
    return { outcome: 'seen' };
  };
  const { status, body } = await ask('GET', search('CSE 310'));
  t.equal(status, 200);
  t.match(body.sections, [{ section: CSE310, title: 'Data Structures and Algorithms' }]);
  for (const again of ['CSE 310', 'cse  310 ', 'CSE 310'])
    t.equal((await ask('GET', search(again))).body.sections.length, 1);
  t.same(neighbours.looks, [{ term: '2267', text: 'CSE 310' }]);
});

t.test('sections are found by subject, course, title and class number', async (t) => {
  const { ask, see } = await stage(t);
  await see(CSE310);
  await see(MAT210);
  for (const [q, found] of [
    ['CSE', CSE310],
    ['cse 310', CSE310],
    ['CSE310', CSE310],
    ['data structures', CSE310],
    ['66445', CSE310],
    ['brief', MAT210],
  ] as const) {
    t.match(
      (await ask('GET', search(q))).body.sections.map(({ section }) => section),
      [found],
      q,
    );
  }
});

t.test(
  'for any spelling of a course the source is asked once, and sections are found by either spelling',
  async (t) => {
    const { ask, see, neighbours } = await stage(t);
    neighbours.onLook = async () => {
      await see(CSE310, { title: 'Artificial Intelligence' });
      await see(MAT210, { title: 'AI for All' });
      return { outcome: 'seen' };
    };
    t.same(
      (await ask('GET', search('AI'))).body.sections.map(({ section }) => section),
      [CSE310, MAT210],
    );
    for (const q of ['CSE-310', 'CSE 310'])
      t.match((await ask('GET', search(q))).body.sections, [{ section: CSE310 }], q);
    t.same(neighbours.looks, [
      { term: '2267', text: 'artificial intelligence' },
      { term: '2267', text: 'CSE 310' },
    ]);
  },
);

t.test('a search for a known class number does not ask the source', async (t) => {
  const { ask, see, neighbours } = await stage(t);
  await see(CSE310);
  await ask('GET', search('66445'));
  t.same(neighbours.looks, []);
});

t.test('an empty result is returned only after the source has answered', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  neighbours.onLook = () => ({ outcome: 'unseen', code: 'PMC_CHECKS_PAUSED', message: 'checks are paused for asu' });
  t.match(await ask('GET', search('CSE 310')), { status: 503, body: { code: 'PMC_CHECKS_PAUSED' } });
  neighbours.onLook = () => ({ outcome: 'not-found' });
  t.match(await ask('GET', search('CSE 310')), { status: 200, body: { sections: [] } });

  neighbours.onLook = undefined;
  const asked = ask('GET', search('ENG 101'));
  while (neighbours.looks.length < 3) await clock.advance(0);
  await clock.advance(10_000);
  const { status, body, headers } = await asked;
  t.equal(status, 503);
  t.equal(body.code, 'PMC_SECTION_PENDING');
  t.ok(headers.get('retry-after'));
});

t.test('known sections are found while the source is not available', async (t) => {
  const { ask, see, neighbours } = await stage(t);
  await see(CSE310);
  neighbours.onLook = () => ({ outcome: 'unseen', code: 'PMC_SOURCE_UNREACHABLE', message: 'down' });
  t.equal((await ask('GET', search('CSE'))).body.sections.length, 1);
});

t.test('institution and term have defaults', async (t) => {
  const { ask, see } = await stage(t);
  await see(CSE310);
  for (const more of ['', '&institution=&term=', '&term=2267', '&institution=asu'])
    t.equal((await ask('GET', search('66445', more))).body.sections.length, 1, more);
});

t.test('an invalid search is 422 and names the field', async (t) => {
  const { ask, neighbours } = await stage(t);
  for (const [path, field] of [
    ['/api/v1/search', 'q'],
    [search(''), 'q'],
    [search('   '), 'q'],
    [search('x'.repeat(501)), 'q'],
    [search('CSE', '&term=fall'), 'term'],
    [search('CSE', '&q=again'), 'q'],
    [search('CSE', '&page=2'), 'page'],
    [search('CSE', '&days=Mon,'), 'days'],
    [search('CSE', '&after=9'), 'after'],
    [search('CSE', '&open=yes'), 'open'],
    [search('CSE', '&limit=0'), 'limit'],
    [search('CSE', '&limit=201'), 'limit'],
  ] as const)
    t.match(
      await ask('GET', path),
      { status: 422, body: { code: 'PMC_BODY_INVALID', message: new RegExp(`^${field}: `) } },
      path,
    );
  t.match(await ask('GET', search('CSE', '&institution=mit')), {
    status: 422,
    body: { code: 'PMC_INSTITUTION_UNKNOWN' },
  });
  t.same(neighbours.looks, []);
});

t.test('a text that the source cannot search for is searched only in the store', async (t) => {
  const { ask, neighbours } = await stage(t);
  t.match(await ask('GET', search('7')), { status: 200, body: { sections: [] } });
  t.same(neighbours.looks, []);
});

t.test('a client that has used up its part is told when to come back, and still finds known sections', async (t) => {
  const { ask, see, neighbours } = await stage(t);
  neighbours.onLook = () => ({
    outcome: 'unseen',
    code: 'PMC_VISITOR_LIMIT',
    message: 'ask again in 90 s',
    retryInMs: 90_000,
  });
  const refused = await ask('GET', search('CSE 310'));
  t.match(refused, { status: 429, body: { code: 'PMC_VISITOR_LIMIT', message: 'ask again in 90 s' } });
  t.equal(refused.headers.get('retry-after'), '90');
  await see(CSE310);
  t.match(await ask('GET', search('CSE 310')), { status: 200, body: { sections: [{ section: CSE310 }] } });
  t.same(neighbours.askers, [{ client: '127.0.0.1' }], 'and the source is not asked for it again');
});

t.test('if all visitors together have used up their part, they get 503 and when to come back', async (t) => {
  const { ask, neighbours, log } = await stage(t);
  neighbours.onLook = () => ({
    outcome: 'unseen',
    code: 'PMC_VISITORS_BUSY',
    message: 'ask again in 7 s',
    retryInMs: 6_500,
  });
  const refused = await ask('GET', search('CSE 310'));
  t.match(refused, { status: 503, body: { code: 'PMC_VISITORS_BUSY' } });
  t.equal(refused.headers.get('retry-after'), '7');
  t.notOk(
    log.events().includes('request failed'),
    'it is no failure of the server, and a flood of it no flood of the log',
  );
});
