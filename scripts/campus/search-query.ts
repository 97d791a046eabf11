/** The query of the class-search page, which the page passes on to the API. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { Search } from './world.ts';

const Text = Type.Optional(Type.String({ maxLength: 2_000 }));
/** As at the real site, parameters without effect (refine, searchType, pageSize, honors, …) are accepted. */
export const ClassesQuery = Type.Object({
  term: Text,
  subject: Text,
  catalogNbr: Text,
  classNbr: Text,
  keywords: Text,
  scrollId: Text,
});

/** An empty parameter counts as absent. */
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
