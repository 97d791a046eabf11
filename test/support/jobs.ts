/** Sample jobs and claimed sections for tests. */
import type { LookJob } from '../../src/checking/look-job.ts';
import type { ClaimedSection, KnownSection } from '../../src/store/sections.ts';
import { state } from './states.ts';

export function claimed(over: Partial<KnownSection> & { classNumber?: string } = {}): KnownSection {
  const classNumber = over.classNumber ?? '66445';
  const section = `asu/2267/${classNumber}`;
  return {
    section,
    institution: 'asu',
    term: '2267',
    classNumber,
    course: { subject: 'CSE', catalogNumber: '310' },
    state: state({ section, classNumber, version: 3 }),
    unknown: false,
    missingForMs: null,
    failures: 0,
    watched: true,
    watches: 1,
    dueAt: 0,
    dueInMs: 0,
    demand: 0,
    ...over,
  };
}

/** Once per interval of five minutes. */
const PACE = { schedule: 'fixed' as const, intervalMs: 300_000, price: 0, pages: 1, rest: 0, staleMs: 86_400_000 };

export function job(id: string, sections: ClaimedSection[], agreed: LookJob['agreed'] = null): LookJob {
  const request = {
    id: `asu/2267/course-${id}`,
    institution: 'asu',
    term: '2267',
    by: 'course' as const,
    subject: 'CSE',
    catalogNumber: id,
  };
  return { id, request, sections, owner: 'node:run', agreed, asker: 'schedule', pace: PACE };
}
