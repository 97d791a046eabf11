/** Sections as operators see them. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { SECTION_FILTERS, SECTION_SORTS } from '../../store/section-table.ts';
import { Instant } from '../../store/state-shape.ts';

const Status = Type.Enum(['unknown', 'cancelled', 'open', 'reserved', 'waitlist', 'full']);
const orNull = (description: string) => Type.Union([Instant, Type.Null()], { description });
const text = Type.Union([Type.String(), Type.Null()], { description: 'null: never surely seen' });

const EXAMPLE = {
  section: 'asu/2267/66445',
  status: 'open' as const,
  subject: 'CSE',
  catalogNumber: '310',
  title: 'Data Structures and Algorithms',
  checkedAt: '2026-11-23T20:00:00.000Z',
  watchers: 12,
  openings: 3,
  failures: 0,
  missingSince: null,
  dueAt: '2026-11-23T20:05:00.000Z',
};

export const ListedSection = Type.Object(
  {
    section: Type.String(),
    status: Type.Union([Status, Type.Null()], { description: 'null: never surely seen' }),
    subject: text,
    catalogNumber: text,
    title: text,
    checkedAt: orNull('the last sure look'),
    watchers: Type.Integer({ description: 'watches that are not paused' }),
    openings: Type.Integer({ description: 'how often it opened in the last seven days' }),
    failures: Type.Integer({ description: 'failed looks in a row' }),
    missingSince: orNull('when an answer first lacked it'),
    dueAt: orNull('when the next look is due; null: nobody watches it'),
  },
  { title: 'ListedSection', examples: [EXAMPLE] },
);
export type ListedSection = Static<typeof ListedSection>;

export const SectionTableQuery = Type.Object({
  institution: Type.Optional(Type.String({ maxLength: 32, description: 'the first one when not given' })),
  term: Type.Optional(Type.String({ maxLength: 32 })),
  q: Type.Optional(Type.String({ maxLength: 100, description: 'course, class number or words of the title' })),
  filter: Type.Optional(Type.Enum([...SECTION_FILTERS], { description: 'unseen: watched, and not seen for an hour' })),
  sort: Type.Optional(
    Type.Enum([...SECTION_SORTS], {
      description: 'section when not given; subject: by term, subject and number; watchers, openings: the most first',
    }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 600 })),
});

export const SectionPage = Type.Object(
  { sections: Type.Array(ListedSection), nextCursor: Type.Optional(Type.String()) },
  { title: 'SectionPage', examples: [{ sections: [EXAMPLE] }] },
);
export type SectionPage = Static<typeof SectionPage>;
