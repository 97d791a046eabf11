/** Every page that the campus's search API returns for a subject, read by ASU's reader. */
import type { SeenSection } from '../../src/domain/section.ts';
import { asu } from '../../src/institutions/asu/asu.ts';

const headers = { authorization: 'Bearer null' };

export async function sectionsOfSubject(apiUrl: string, term: string, subject: string): Promise<SeenSection[]> {
  const pages: string[] = [];
  for (let scrollId = '', rows = 0, total = 1; rows < total;) {
    const body = await (
      await fetch(`${apiUrl}/search/classes?term=${term}&subject=${subject}&scrollId=${scrollId}`, { headers })
    ).text();
    const page = JSON.parse(body) as { classes: unknown[]; scrollId: string; total: { value: number } };
    pages.push(body);
    ({ scrollId } = page);
    rows += page.classes.length;
    total = page.total.value;
  }
  const reading = asu.read({ id: subject, institution: 'asu', term, by: 'subject', subject }, { way: 'api', pages });
  if (reading.outcome !== 'complete') throw new Error(`${subject}: ${reading.reason}`);
  return reading.sections;
}

/** All sections that the campus offers in the term. */
export async function sectionsOfTerm(apiUrl: string, term: string): Promise<SeenSection[]> {
  const subjects = (await (await fetch(`${apiUrl}/search/subjects?term=${term}`, { headers })).json()) as {
    value: string;
  }[];
  return (await Promise.all(subjects.map(({ value }) => sectionsOfSubject(apiUrl, term, value)))).flat();
}
