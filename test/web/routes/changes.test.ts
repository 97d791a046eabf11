import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { bearer, stage } from '../stage.ts';

t.test('recent changes are listed newest first', async (t) => {
  const { ask, see } = await stage(t);
  for (const enrolled of [150, 149, 148]) await see(CSE310, { enrolled });
  const { body } = await ask('GET', '/api/v1/changes/recent', { headers: bearer });
  t.same(
    body.changes.map(({ version }) => version),
    [3, 2, 2],
  );
});
