import { parse } from 'csv-parse/sync';
import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const AT = `/api/v1/sections/${CSE310}/history.csv`;

t.test('the table has every change, oldest first, also those beyond one page of the store', async (t) => {
  const { ask, see } = await stage(t);
  for (let enrolled = 0; enrolled <= 502; enrolled += 1) await see(CSE310, { capacity: 600, enrolled });
  const { status, headers, text } = await ask('GET', AT);
  t.equal(status, 200);
  t.match(headers.get('content-type'), 'text/csv');
  t.match(headers.get('content-disposition'), 'filename="asu-2267-66445.csv"');
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  t.equal(rows.length, 502);
  t.match(rows[0], { kind: 'seats', open_before: '600', open: '599', capacity: '600', status: 'open' });
  t.match(rows.at(-1), { open_before: '99', open: '98' });
});

t.test('a section that has never been seen has no table', async (t) => {
  const { ask } = await stage(t);
  t.match(await ask('GET', AT), { status: 404, body: { code: 'PMC_SECTION_NOT_SEEN' } });
});
