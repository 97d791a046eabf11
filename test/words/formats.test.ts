import t from 'tap';
import { formats } from '../../src/words/formats.ts';

const INSTANT = '2026-11-23T23:32:00.000Z';

t.test('times are 12-hour, in the given zone, in both languages', async (t) => {
  const en = formats('en', 'America/Phoenix');
  t.equal(en.time(INSTANT), '4:32 PM');
  t.equal(en.day(INSTANT), 'Mon, Nov 23');
  t.equal(en.moment(INSTANT), 'Mon, Nov 23, 4:32 PM MST');
  const es = formats('es', 'America/Phoenix');
  t.equal(es.time(INSTANT), '4:32 p.m.');
  t.match(es.day(INSTANT), /^lun, 23 (de )?nov$/);
  t.equal(formats('en', 'America/New_York').moment(Date.parse(INSTANT)), 'Mon, Nov 23, 6:32 PM EST');
});

t.test('hours of a timetable do not depend on any zone', async (t) => {
  const en = formats('en', 'Asia/Tokyo');
  t.equal(en.hours('16:30', '17:45'), '4:30–5:45 PM');
  t.equal(en.hours('09:30', '13:45'), '9:30 AM–1:45 PM');
  t.equal(en.hours('16:30'), '4:30 PM');
  t.equal(formats('es').hours('16:30', '17:45'), '4:30–5:45 p.m.');
});

t.test('days of the week have short names', async (t) => {
  t.equal(formats('en').weekday('Mon'), 'Mon');
  t.equal(formats('es').weekday('Mon'), 'lun');
  t.equal(formats('es').weekday('Sun'), 'dom');
});

t.test('durations are told in their largest whole unit', async (t) => {
  const en = formats('en');
  t.equal(en.duration(0), '0 sec');
  t.equal(en.duration(-5_000), '0 sec');
  t.equal(en.duration(59_999), '59 sec');
  t.equal(en.duration(3_600_000), '1 hr');
  t.equal(en.duration(5 * 86_400_000), '5 days');
  t.equal(formats('es').duration(120_000), '2 min');
});

t.test('past and future instants are told from now', async (t) => {
  const now = Date.parse(INSTANT);
  const en = formats('en');
  t.equal(en.ago(now - 1_500, now), 'now');
  t.equal(en.ago(now - 180_000, now), '3 min. ago');
  t.equal(en.ago(now + 40_000, now), 'in 40 sec.');
  t.equal(formats('es').ago(now - 180_000, now), 'hace 3 min');
});

t.test('what was lately is told as briefly as is clear', async (t) => {
  const en = formats('en', 'America/Phoenix');
  const now = Date.parse(INSTANT);
  t.equal(en.lately(now - 3_600_000, now), '3:32 PM');
  t.equal(en.lately(now - 20 * 3_600_000, now), 'Sun 8:32 PM');
  t.equal(en.lately(now - 7 * 86_400_000, now), 'Nov 16');
  t.equal(en.lately(now + 3_600_000, now), '5:32 PM');
  t.equal(formats('es', 'America/Phoenix').lately(now - 86_400_000, now), 'dom 4:32 p.m.');
});

t.test('lists end with a word', async (t) => {
  t.equal(formats('en').list(['Mon', 'Wed']), 'Mon and Wed');
  t.equal(formats('es').list(['a', 'b', 'c']), 'a, b y c');
  t.equal(formats('en').either(['a', 'b', 'c']), 'a, b, or c');
  t.equal(formats('es').either(['a', 'b']), 'a o b');
});
