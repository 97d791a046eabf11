/** What the class search is asked for: the query of its page, which the page hands on to the API. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { Search } from './world.ts';

const Text = Type.Optional(Type.String({ maxLength: 2_000 }));
/**
 * Parameters with no effect (refine, searchType, pageSize, campusOrOnlineSelection, honors, promod …) are let through,
 * as at the real site.
 */
export const ClassesQuery = Type.Object({
  term: Text,
  subject: Text,
  catalogNbr: Text,
  classNbr: Text,
  keywords: Text,
  scrollId: Text,
});

/** An empty parameter is an absent one. */
export function searchOf({ term, subject, catalogNbr, classNbr, keywords }: Static<typeof ClassesQuery>): Search {
  const given = (text: string | undefined): string | undefined => text?.trim() || undefined;
  return {
    term: given(term) ?? '',
    subject: given(subject),
    catalogNumber: given(catalogNbr),
    classNumber: given(classNbr),
    keywords: given(keywords),
  };
}
