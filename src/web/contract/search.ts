/** The query of a search. */
import { Type } from 'typebox';
import { strict } from './incoming.ts';

export const RESULTS_MAX = 200;

export const SearchQuery = Type.Object(
  {
    institution: Type.Optional(Type.String({ maxLength: 32 })),
    term: Type.Optional(Type.String({ pattern: '^(\\d{3,6})?$', description: 'a term code of the institution' })),
    q: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  },
  strict,
);
