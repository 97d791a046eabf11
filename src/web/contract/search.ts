/** Searches and suggestions. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';
import { SectionState } from './section.ts';

export const RESULTS_MAX = 200;
/** An address of a university's class search is long. */
const TEXT_MAX = 500;
const NAME_MAX = 100;

const Place = {
  institution: Type.Optional(Type.String({ maxLength: 32, description: 'default: the first one' })),
  term: Type.Optional(
    Type.String({
      pattern: '^(\\d{3,6})?$',
      description: 'a code; default: the one students search in now',
      examples: ['2267'],
    }),
  ),
};
const Yes = (description: string) => Type.Optional(Type.Enum(['true', 'false', ''], { description }));
const Time = (description: string) =>
  Type.Optional(
    Type.String({
      pattern: '^(([01]\\d|2[0-3]):[0-5]\\d)?$',
      description: `HH:MM; ${description}`,
      examples: ['16:30'],
    }),
  );

export const SearchQuery = Type.Object(
  {
    ...Place,
    q: Type.String({
      minLength: 1,
      maxLength: TEXT_MAX,
      pattern: '\\S',
      description: 'a course, class number, title words, an instructor, a section key or an address of the university',
    }),
    open: Yes('true: with seats that any student can take; false: without'),
    waitlist: Yes('true: with room on the waitlist; false: without. With open=true: either of the two'),
    days: Type.Optional(
      Type.String({
        pattern: '^((Mon|Tue|Wed|Thu|Fri|Sat|Sun)(,(?!$)|$)){0,7}$',
        description: 'Mon,Wed: meets on these days only',
        examples: ['Mon,Wed'],
      }),
    ),
    after: Time('starts no earlier'),
    before: Time('ends no later'),
    mode: Type.Optional(Type.Enum(['in-person', 'online', ''])),
    campus: Type.Optional(Type.String({ maxLength: NAME_MAX })),
    instructor: Type.Optional(Type.String({ maxLength: NAME_MAX, description: 'a part of the name' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: RESULTS_MAX, default: RESULTS_MAX })),
    known: Yes('true: answers at once with what is known, and does not ask the university'),
  },
  strict,
);
export type SearchQuery = Static<typeof SearchQuery>;

export const SearchAnswer = Type.Object(
  {
    sections: Type.Array(SectionState),
    term: Type.String({ description: 'the term that was searched: a pasted section key or address names its own' }),
    total: Type.Integer({ description: 'how many sections were found' }),
    truncated: Type.Boolean({ description: 'whether there are more than are in sections' }),
    asOf: Instant,
    complete: Type.Boolean({
      description:
        'whether the university has answered this search in the last minutes. If not, sections has what was known, ' +
        'and asOf is when the oldest of them was seen',
    }),
  },
  { title: 'SearchAnswer' },
);
export type SearchAnswer = Static<typeof SearchAnswer>;

export const SuggestQuery = Type.Object(
  { ...Place, q: Type.String({ minLength: 1, maxLength: TEXT_MAX, pattern: '\\S' }) },
  strict,
);

export const SuggestedCourse = Type.Object(
  {
    course: Type.String({ description: 'asu/2271/CSE/310' }),
    title: Type.String(),
    sections: Type.Integer({ description: 'its known sections, without cancelled ones' }),
    full: Type.Integer({ description: 'those without a seat that any student can take' }),
  },
  {
    title: 'SuggestedCourse',
    examples: [{ course: 'asu/2271/CSE/310', title: 'Data Structures and Algorithms', sections: 12, full: 8 }],
  },
);
export type SuggestedCourse = Static<typeof SuggestedCourse>;
export const Suggestions = Type.Object({ courses: Type.Array(SuggestedCourse) }, { title: 'Suggestions' });
export type Suggestions = Static<typeof Suggestions>;
