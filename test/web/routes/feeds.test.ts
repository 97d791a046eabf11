import t from 'tap';
import { CSE310, CSE310_TOO, MAT210, OPEN } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const AT = `/api/v1/sections/${CSE310}`;
const COURSE = '/api/v1/courses/asu/2267/CSE/310/feed.atom';

t.test('the feed of a section has its changes, newest first, with ids that stay', async (t) => {
  const { ask, see, url } = await stage(t);
  for (const enrolled of [150, 149, 150]) await see(CSE310, { enrolled });
  const { status, headers, text } = await ask('GET', `${AT}/feed.atom`);
  t.equal(status, 200);
  t.equal(headers.get('content-type'), 'application/atom+xml; charset=utf-8');
  t.match(text, `<id>${url()}${AT}/feed.atom</id>`);
  t.match(text, 'CSE 310 · 66445: seats opened. 1 of 150 seats open');
  const ids = text.match(/#asu[^<]+/g)!;
  t.equal(ids.length, new Set(ids).size);
  t.match(ids[0], '%3A', 'the change id is part of the address');
  t.ok(text.indexOf('no open seat any more') < text.indexOf('seats opened'), 'newest first');
});

t.test(
  'the feed of a course has the changes of its sections, in either spelling, and of no other course',
  async (t) => {
    const { ask, see } = await stage(t);
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(section);
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(section, OPEN);
    for (const path of [COURSE, COURSE.replace('CSE', 'cse')]) {
      const { text } = await ask('GET', path);
      t.match(text, 'CSE 310 on PickMyClass');
      t.match(text, '66445: seats opened');
      t.match(text, '66446: seats opened');
      t.notMatch(text, 'MAT 210');
    }
  },
);

t.test('a feed is in the language of its reader', async (t) => {
  const { ask, see } = await stage(t);
  await see(CSE310);
  await see(CSE310, OPEN);
  const { text, headers } = await ask('GET', `${AT}/feed.atom`, { headers: { 'accept-language': 'es' } });
  t.match(text, 'xml:lang="es"');
  t.match(text, 'se abrieron cupos');
  t.match(headers.get('vary'), 'accept-language');
});

t.test('what was never seen has no feed, and asks the source nothing', async (t) => {
  const { ask, neighbours } = await stage(t);
  for (const path of [`${AT}/feed.atom`, COURSE])
    t.match(await ask('GET', path), { status: 404, body: { code: 'PMC_SECTION_NOT_SEEN' } }, path);
  t.match(await ask('GET', COURSE.replace('asu', 'mit')), { status: 422, body: { code: 'PMC_INSTITUTION_UNKNOWN' } });
  t.match(await ask('GET', COURSE.replace('310', '3%2010')), { status: 422 });
  t.same(neighbours.looks, []);
});

t.test('a hostile title stays text in the feed, the table and the calendar', async (t) => {
  const { ask, see } = await stage(t);
  const title = '=HYPERLINK("x")</title>\r\nEND:VEVENT<b>';
  await see(CSE310, { title });
  await see(CSE310, { ...OPEN, title });
  t.notMatch((await ask('GET', `${AT}/feed.atom`)).text, '<b>');
  t.match((await ask('GET', `${AT}/history.csv`)).text, `"'=HYPERLINK(""x"")`);
  const { text } = await ask('GET', `${AT}/calendar.ics`);
  t.equal(text.match(/^END:VEVENT/gm)?.length ?? 0, text.match(/^BEGIN:VEVENT/gm)?.length ?? 0);
});
