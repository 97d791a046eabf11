import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const AT = `/api/v1/sections/${CSE310}/calendar.ics`;

t.test('the calendar file has the weekly meetings', async (t) => {
  const { ask, see } = await stage(t);
  await see(CSE310);
  const { status, headers, text } = await ask('GET', AT);
  t.equal(status, 200);
  t.match(headers.get('content-type'), 'text/calendar');
  t.match(headers.get('content-disposition'), 'filename="asu-2267-66445.ics"');
  t.match(text, /DTSTART:\d{8}T163000\r\nDTEND:\d{8}T174500\r\nRRULE:FREQ=WEEKLY;COUNT=32;BYDAY=MO,WE\r\n/);
});

t.test('a section that has never been seen has no calendar file', async (t) => {
  const { ask } = await stage(t);
  t.match(await ask('GET', AT), { status: 404, body: { code: 'PMC_SECTION_NOT_SEEN' } });
});
