import t from 'tap';
import type { AnyBody } from '../asking.ts';
import { CSE310, MAT210 } from '../../contract/store/harness.ts';
import { bearer, stage } from '../stage.ts';

const cursorsOf = ({ changes }: AnyBody): string[] =>
  changes.map((one) => (one as unknown as { cursor: string }).cursor);

t.test('changes of all sections come in pages, oldest first', async (t) => {
  const { ask, see } = await stage(t);
  t.same((await ask('GET', '/api/v1/changes')).body, { changes: [], nextCursor: '0' });
  for (const section of [CSE310, MAT210]) for (const enrolled of [150, 149]) await see(section, { enrolled });
  const first = (await ask('GET', '/api/v1/changes?limit=3')).body;
  t.match(first.changes, [{ change: { section: CSE310, kind: 'opened' } }, {}, { change: { section: MAT210 } }]);
  const second = (await ask('GET', `/api/v1/changes?since=${first.nextCursor}`)).body;
  t.same([...cursorsOf(first), ...cursorsOf(second)], ['1', '2', '3', '4']);
  t.equal(second.nextCursor, '4');
  t.same((await ask('GET', '/api/v1/changes?since=4')).body, { changes: [], nextCursor: '4' }, 'nothing new yet');
});

t.test('who wants only news starts with the latest cursor', async (t) => {
  const { ask, see } = await stage(t);
  for (const enrolled of [150, 149]) await see(CSE310, { enrolled });
  const { body } = await ask('GET', '/api/v1/changes?since=latest');
  t.same(body, { changes: [], nextCursor: '2' });
  await see(CSE310, { enrolled: 150 });
  t.same(cursorsOf((await ask('GET', `/api/v1/changes?since=${body.nextCursor}`)).body), ['3', '4']);
});

t.test('a cursor whose next changes are not all kept is 410, as is one that was never issued', async (t) => {
  const { ask, see, store, passes, harness } = await stage(t);
  for (const enrolled of [150, 149]) await see('asu/2261/10001', { enrolled });
  await store.notifications.fanOut(0);
  await store.changes.markPublished((await store.changes.unpublished(10)).map(({ change }) => change.id));
  passes(31 * 86_400_000);
  await store.retention.sweep(30 * 86_400_000, 10);
  t.ok(harness.now());
  for (const cursor of ['0', '1', '9', 'x'])
    t.match(await ask('GET', `/api/v1/changes?since=${cursor}`), { status: 410, body: { code: 'PMC_CURSOR_GONE' } });
  t.same((await ask('GET', '/api/v1/changes')).body, { changes: [], nextCursor: '2' });
});

t.test('a page has 1 to 500 changes', async (t) => {
  const { ask } = await stage(t);
  for (const limit of ['0', '501', 'many', '1.5'])
    t.match(await ask('GET', `/api/v1/changes?limit=${limit}`), { status: 422, body: { code: 'PMC_BODY_INVALID' } });
});

t.test('recent changes are listed newest first', async (t) => {
  const { ask, see } = await stage(t);
  for (const enrolled of [150, 149, 148]) await see(CSE310, { enrolled });
  const { body } = await ask('GET', '/api/v1/changes/recent', { headers: bearer });
  t.same(
    body.changes.map(({ version }) => version),
    [3, 2, 2],
  );
});
