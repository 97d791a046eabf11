/** What an answer of the search says about itself, and its filters. */
import t from 'tap';
import { CSE310, CSE310_TOO, MAT210 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const search = (q: string, more = ''): string => `/api/v1/search?q=${encodeURIComponent(q)}${more}`;
const numbers = ({ body }: { body: { sections: { classNumber: string }[] } }): string[] =>
  body.sections.map(({ classNumber }) => classNumber);

t.test('an answer is complete when the source has answered this search in the last minutes', async (t) => {
  const { ask, see, neighbours, clock } = await stage(t);
  await see(CSE310);
  neighbours.onLook = () => ({ outcome: 'seen' });
  await clock.advance(60_000);
  const asked = new Date(clock.now()).toISOString();
  const fresh = { complete: true, asOf: asked, term: '2267', total: 1, truncated: false };
  t.match(await ask('GET', search('CSE 310')), { status: 200, body: fresh });
  await clock.advance(60_000);
  t.match(await ask('GET', search('CSE 310')), { body: fresh }, 'and says when that was');
});

t.test(
  'an answer is not complete when the source cannot be asked, and says since when its rows are known',
  async (t) => {
    const { ask, see, neighbours, clock } = await stage(t);
    const seen = new Date(clock.now()).toISOString();
    await see(CSE310);
    await clock.advance(600_000);
    await see(CSE310_TOO);
    neighbours.onLook = () => ({ outcome: 'unseen', code: 'PMC_CHECKS_PAUSED', message: 'paused' });
    t.match(await ask('GET', search('CSE')), { status: 200, body: { complete: false, asOf: seen, total: 2 } });
  },
);

t.test('what is known is answered at once if asked for, and the source is not asked', async (t) => {
  const { ask, see, neighbours } = await stage(t);
  neighbours.onLook = undefined;
  await see(CSE310);
  t.match(await ask('GET', search('CSE', '&known=true')), { status: 200, body: { complete: false, total: 1 } });
  t.match(await ask('GET', search('ENG', '&known=true')), { status: 200, body: { sections: [], complete: false } });
  t.same(neighbours.looks, []);
  neighbours.onLook = () => ({ outcome: 'seen' });
  await ask('GET', search('CSE'));
  t.match(await ask('GET', search('CSE', '&known=true')), { body: { complete: true } }, 'it has just been asked');
});

t.test('a long answer is cut at the limit and says how many there are', async (t) => {
  const { ask, see } = await stage(t);
  for (const section of [CSE310, CSE310_TOO]) await see(section);
  t.match(await ask('GET', search('CSE', '&limit=1')), { body: { total: 2, truncated: true } });
  t.match(await ask('GET', search('CSE', '&limit=2')), { body: { total: 2, truncated: false } });
  t.match(await ask('GET', search('CSE', '&limit=1&open=false')), { body: { total: 2, truncated: true } });
});

t.test('sections are filtered by seats, time, mode, campus and instructor', async (t) => {
  const { ask, see } = await stage(t);
  await see(CSE310, { enrolled: 3, campus: 'Tempe', mode: 'in-person', instructors: ['Ada Alder'] });
  const early = { days: ['Tue' as const], start: '09:00', end: '10:15', location: '' };
  await see(CSE310_TOO, { waitlist: { capacity: 5, count: 1 }, meetings: [early], instructors: ['José Ash'] });
  await see(MAT210, { subject: 'CSE', mode: 'online', meetings: [], campus: 'ASU Online' });
  const [open, waitlist, full] = ['66445', '66446', MAT210.split('/')[2]!];
  for (const [filters, ...found] of [
    ['', open, waitlist, full],
    ['&open=&days=&after=&mode=&campus=', open, waitlist, full],
    ['&open=true', open],
    ['&open=false', waitlist, full],
    ['&waitlist=true', waitlist],
    ['&open=true&waitlist=true', open, waitlist],
    ['&open=false&waitlist=false', full],
    ['&days=Mon,Wed', open],
    ['&days=Tue,Thu', waitlist],
    ['&after=12:00', open],
    ['&before=12:00', waitlist],
    ['&mode=online', full],
    ['&campus=tempe', open],
    ['&instructor=jose', waitlist],
    ['&open=true&mode=online'],
  ] as const)
    t.same(new Set(numbers(await ask('GET', search('CSE', filters)))), new Set(found), filters);
});

t.test('a pasted section key names the institution and the term', async (t) => {
  const { ask, see } = await stage(t);
  await see('asu/2271/66445');
  await see(CSE310);
  const pasted = await ask('GET', search('asu/2271/66445', '&term=2267'));
  t.match(pasted, { body: { term: '2271', sections: [{ section: 'asu/2271/66445' }] } });
  t.match(await ask('GET', search('mit/2271/66445')), { status: 422, body: { code: 'PMC_INSTITUTION_UNKNOWN' } });
});

t.test('a known class that was seen long ago is looked at again', async (t) => {
  const { ask, see, neighbours, clock } = await stage(t);
  await see(CSE310);
  await ask('GET', search('66445'));
  t.same(neighbours.looks, []);
  await clock.advance(6 * 60_000);
  await ask('GET', search('66445'));
  t.same(neighbours.looks, [{ term: '2267', text: '66445' }]);
});
