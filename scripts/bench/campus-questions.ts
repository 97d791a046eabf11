/** The campus as a source for benchmarks, and what to ask it. */
import { startCampus } from '../campus/campus.ts';
import type { Campus } from '../campus/campus.ts';
import type { LookerOptions, Question } from './look/looker.ts';

/** How long the campus takes before each answer. A real class search takes longer. */
export const SERVER_DELAY_MS = 50;

/** Starts a campus that answers after the delay and on which nothing moves. */
export async function slowCampus(sections: number, http2: boolean): Promise<Campus> {
  const campus = await startCampus({ port: 0, sections, speed: 0, http2 });
  campus.misbehave({ latencyMs: SERVER_DELAY_MS });
  return campus;
}

export function sourceOf({ catalogUrl, apiUrl, keyHash }: Campus): Omit<LookerOptions, 'inFlight'> {
  return { catalogUrl, searchUrl: `${apiUrl}/search/classes`, keyHash };
}

/** One request for each section of the main term, by its class number. */
export function byNumber({ sections, term }: Campus): Question[] {
  return sections
    .filter((section) => section.term === term)
    .map(({ classNumber }) => ({
      request: { id: `asu/${term}/${classNumber}`, institution: 'asu', term, by: 'class', classNumber },
      sections: 1,
    }));
}

/** One request for each course of the main term. */
export function byCourse({ sections, term }: Campus): Question[] {
  const courses = new Map<string, Question>();
  for (const { subject, catalogNumber, ...section } of sections) {
    if (section.term !== term) continue;
    const id = `asu/${term}/${subject} ${catalogNumber}`;
    const question = courses.get(id) ?? {
      request: { id, institution: 'asu', term, by: 'course', subject, catalogNumber },
      sections: 0,
    };
    courses.set(id, { ...question, sections: question.sections + 1 });
  }
  return [...courses.values()];
}
