/** The key of a course in one term, `asu/2267/CSE/310`. */

export interface CourseKey {
  institution: string;
  term: string;
  subject: string;
  catalogNumber: string;
}

const KEY = /^([a-z][a-z0-9-]{0,31})\/(\d{3,6})\/([A-Z]{2,8})\/([A-Z0-9]{1,8})$/;

/** Parses a course key; undefined: invalid. */
export function parseCourseKey(text: string): CourseKey | undefined {
  const match = KEY.exec(text);
  if (match === null) return undefined;
  return { institution: match[1]!, term: match[2]!, subject: match[3]!, catalogNumber: match[4]! };
}

export function formatCourseKey({ institution, term, subject, catalogNumber }: CourseKey): string {
  return `${institution}/${term}/${subject}/${catalogNumber}`;
}
