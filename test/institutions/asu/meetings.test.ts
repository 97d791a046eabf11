import t from 'tap';
import { parseDays, parseTime } from '../../../src/institutions/asu/meetings.ts';

t.test('days are read in the notation of ASU', async (t) => {
  const cases: [text: unknown, days: string[] | undefined][] = [
    ['M W', ['Mon', 'Wed']],
    ['T Th', ['Tue', 'Thu']],
    ['MWF', ['Mon', 'Wed', 'Fri']],
    ['TTh', ['Tue', 'Thu']],
    ['Th', ['Thu']],
    ['Sa', ['Sat']],
    ['Su M', ['Mon', 'Sun']],
    ['M T W Th F Sa Su', ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']],
    ['', []],
    [null, []],
    ['TBA', []],
    ['M M', ['Mon']],
    ['X', undefined],
    ['Monday', undefined],
    ['S', undefined],
  ];
  for (const [text, days] of cases) t.same(parseDays(text), days, String(text));
});

t.test('times are converted to 24 hours', async (t) => {
  const cases: [text: unknown, time: string | null | undefined][] = [
    ['4:30 PM', '16:30'],
    ['12:00 PM', '12:00'],
    ['12:05 AM', '00:05'],
    ['9:00 AM', '09:00'],
    ['11:59 pm', '23:59'],
    ['', null],
    [null, null],
    ['TBA', null],
    ['13:00 PM', undefined],
    ['0:30 AM', undefined],
    ['9:60 AM', undefined],
    ['16:30', undefined],
    ['noon', undefined],
  ];
  for (const [text, time] of cases) t.equal(parseTime(text), time, String(text));
});
