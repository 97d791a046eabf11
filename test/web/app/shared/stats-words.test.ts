import t from 'tap';
import { aboutSeconds, statsSentence } from '../../../../src/web/app/shared/stats-words.ts';
import { t as translations } from '../../../../src/words/index.ts';
import type { SectionStats } from '../../../../src/web/contract/section.ts';

const english = translations('en');
const at = '2026-11-23T20:00:00.000Z';
const STATS: SectionStats = {
  watchers: 14,
  openings7d: 15,
  intervalSeconds: 88,
  week: { from: at, to: at, knownSince: at, open: [] },
};

t.test('the sentence tells the pace, the watchers and the openings', (t) => {
  const cases: [given: Partial<SectionStats>, sentence: string][] = [
    [{}, 'We look about every 90 seconds: 14 people are watching, and it opens about twice a day.'],
    [
      { medianOpenSeconds: 245 },
      'We look about every 90 seconds: 14 people are watching, and it opens about twice a day, for about 4 minutes.',
    ],
    [
      { watchers: 1, openings7d: 0 },
      'We look about every 90 seconds: 1 person is watching, ' +
        'and it did not open in the last 7 days, as far as we know.',
    ],
    [
      { openings7d: 1 },
      'We look about every 90 seconds: 14 people are watching, and it opened once in the last 7 days.',
    ],
    [
      { openings7d: 5 },
      'We look about every 90 seconds: 14 people are watching, and it opened 5 times in the last 7 days.',
    ],
    [
      { intervalSeconds: 1.25, openings7d: 7 },
      'We look about every second: 14 people are watching, and it opens about once a day.',
    ],
    [{ openings7d: 7 }, 'We look about every 90 seconds: 14 people are watching, and it opens about once a day.'],
    [{ openings7d: 70 }, 'We look about every 90 seconds: 14 people are watching, and it opens about 10 times a day.'],
    [{ stopped: 'paused' }, 'Checks are paused by the people who run this; your watches are kept.'],
    [{ stopped: 'term-over' }, 'The term is over, so we no longer look at this class.'],
  ];
  for (const [given, sentence] of cases) t.equal(statsSentence({ ...STATS, ...given }, english), sentence);
  t.end();
});

t.test('durations are rounded to what one can imagine', (t) => {
  t.same(
    [0, 4, 15, 88, 112, 118, 300, 5_399, 5_400, 129_600].map((seconds) => aboutSeconds(seconds, english)),
    [
      '1 second',
      '4 seconds',
      '15 seconds',
      '90 seconds',
      '110 seconds',
      '2 minutes',
      '5 minutes',
      '90 minutes',
      '2 hours',
      '2 days',
    ],
  );
  t.end();
});
