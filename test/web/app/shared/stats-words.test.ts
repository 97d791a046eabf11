import t from 'tap';
import { aboutSeconds, statsSentence } from '../../../../src/web/app/shared/stats-words.ts';
import type { SectionStats } from '../../../../src/web/contract/section.ts';

const STATS: SectionStats = { watchers: 14, openings7d: 15, intervalSeconds: 88 };

t.test('the sentence tells the pace, the watchers and the openings', (t) => {
  const cases: [given: Partial<SectionStats>, sentence: string][] = [
    [{}, 'Checked about every 90 s: 14 watching, opens about twice a day.'],
    [{ medianOpenSeconds: 245 }, 'Checked about every 90 s: 14 watching, opens about twice a day, for about 4 min.'],
    [{ watchers: 1, openings7d: 0 }, 'Checked about every 90 s: 1 watching, did not open in the last 7 days.'],
    [{ openings7d: 1 }, 'Checked about every 90 s: 14 watching, opened once in the last 7 days.'],
    [{ openings7d: 5 }, 'Checked about every 90 s: 14 watching, opened 5 times in the last 7 days.'],
    [{ openings7d: 7 }, 'Checked about every 90 s: 14 watching, opens about once a day.'],
    [{ openings7d: 70 }, 'Checked about every 90 s: 14 watching, opens about 10 times a day.'],
    [{ stopped: 'paused' }, 'Checks are paused now. They go on by themselves.'],
    [{ stopped: 'term-over' }, 'The term is over, so this class is no longer checked.'],
  ];
  for (const [given, sentence] of cases) t.equal(statsSentence({ ...STATS, ...given }), sentence);
  t.end();
});

t.test('durations are rounded to what one can imagine', (t) => {
  t.same([0, 4, 15, 88, 112, 118, 300, 5_399, 5_400, 129_600].map(aboutSeconds), [
    '1 s',
    '4 s',
    '15 s',
    '90 s',
    '110 s',
    '2 min',
    '5 min',
    '90 min',
    '2 h',
    '2 days',
  ]);
  t.end();
});
