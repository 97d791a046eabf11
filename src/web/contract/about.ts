/** Facts about this installation that the pages need. */
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const About = Type.Object(
  {
    name: Type.String(),
    version: Type.String(),
    simulated: Type.Boolean({ description: 'the sections come from the campus simulator, not from a university' }),
    campusUrl: Type.Union([Type.String(), Type.Null()], { description: 'where the simulator is controlled' }),
    institutions: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        timeZone: Type.String({ description: 'IANA time zone of the times of its sections' }),
        sectionUrl: Type.String({
          description: "the university's own page of a section; replace {term} and {classNumber}",
        }),
        terms: Type.Array(Type.Object({ term: Type.String(), name: Type.String() }), {
          description: 'the likeliest first',
        }),
      }),
    ),
    maxWatches: Type.Integer(),
  },
  { title: 'About' },
);
export type About = Static<typeof About>;
export type InstitutionAbout = About['institutions'][number];
