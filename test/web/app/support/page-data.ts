/** What the fake page server says of itself, and of every section. */
import type { About } from '../../../../src/web/contract/about.ts';
import type { SectionStats } from '../../../../src/web/contract/section.ts';

export const ABOUT: About = {
  name: 'PickMyClass',
  version: '0.1.0',
  simulated: true,
  campusUrl: 'http://127.0.0.1:4010/',
  maxWatches: 10,
  institutions: [
    {
      id: 'asu',
      name: 'Arizona State University',
      timeZone: 'America/Phoenix',
      sectionUrl: 'https://catalog.example.edu/classlist?term={term}&keywords={classNumber}',
      terms: [
        { term: '2267', name: 'Fall 2026' },
        { term: '2271', name: 'Spring 2027' },
      ],
    },
  ],
};

export const STATS: SectionStats = {
  watchers: 14,
  openings7d: 15,
  medianOpenSeconds: 245,
  intervalSeconds: 88,
  week: {
    from: '2026-11-16T20:00:00.000Z',
    to: '2026-11-23T20:00:00.000Z',
    knownSince: '2026-11-17T08:00:00.000Z',
    open: [
      { from: '2026-11-18T16:00:00.000Z', to: '2026-11-18T19:00:00.000Z' },
      { from: '2026-11-21T15:00:00.000Z', to: '2026-11-21T15:04:00.000Z' },
    ],
  },
};
