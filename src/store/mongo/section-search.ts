/** Finds sections by what a student types. */
import type { Document } from 'mongodb';

/**
 * Every word must be the start of the course ("CSE310"), the catalog number, a title word or the class number. The
 * order: the exact class number, the exact course, courses that start with the text, then by course. undefined: the
 * text has no words.
 */
export function searchPipeline(
  institution: string,
  term: string | null,
  text: string,
  limit: number,
): Document[] | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const joined = { $literal: words.join('') };
  const course = { $toLower: { $concat: ['$state.subject', '$state.catalogNumber'] } };
  return [
    {
      $match: {
        institution,
        ...(term !== null && { term }),
        $and: words.map((word) => ({ words: { $regex: `^${escaped(word)}` } })),
      },
    },
    {
      $set: {
        isNumber: { $eq: ['$classNumber', joined] },
        isCourse: { $eq: [course, joined] },
        startsCourse: { $eq: [{ $indexOfCP: [course, joined] }, 0] },
      },
    },
    {
      $sort: {
        isNumber: -1,
        isCourse: -1,
        startsCourse: -1,
        'state.subject': 1,
        'state.catalogNumber': 1,
        'state.title': 1,
        term: -1,
        classNumber: 1,
      },
    },
    { $limit: limit },
    { $project: { state: 1, unknown: 1 } },
  ];
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
