/** Finds sections by what a student types, and the courses of a term. */
import type { Document, Filter } from 'mongodb';
import { typedWords } from '../../domain/search.ts';
import type { KnownCourse } from '../found.ts';
import { ONE_BATCH } from './bulk.ts';
import type { Collections, SectionDocument } from './documents.ts';

/** What a search matches, and the pipeline of its first results. undefined: the texts have no words. */
export function searchOf(
  institution: string,
  term: string | null,
  texts: readonly string[],
  limit: number,
): { match: Filter<SectionDocument>; pipeline: Document[] } | undefined {
  const typed = texts.map(typedWords).filter((words) => words.length > 0);
  if (typed.length === 0) return undefined;
  const match = {
    institution,
    ...(term !== null && { term }),
    $or: typed.map((words) => ({ $and: words.map((word) => ({ words: { $regex: `^${escaped(word)}` } })) })),
  };
  const joined = { $literal: typed[0]!.join('') };
  const course = { $toLower: { $concat: ['$state.subject', '$state.catalogNumber'] } };
  const pipeline = [
    { $match: match },
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
  return { match, pipeline };
}

/** Read from an index alone. The key of a section without a state is not the key of a course, and has no status. */
export async function knownCourses(
  { sections }: Collections,
  institution: string,
  term: string,
): Promise<KnownCourse[]> {
  const isFull = { $and: [{ $eq: ['$unknown', false] }, { $in: ['$state.status', ['full', 'waitlist', 'reserved']] }] };
  return await sections
    .aggregate<KnownCourse>(
      [
        {
          $match: {
            course: { $gt: `${institution}/${term}/`, $lt: `${institution}/${term}0` },
            'state.status': { $in: ['open', 'full', 'waitlist', 'reserved'] },
          },
        },
        { $project: { _id: 0, course: 1, unknown: 1, 'state.title': 1, 'state.status': 1 } },
        {
          $group: {
            _id: '$course',
            title: { $max: '$state.title' },
            sections: { $sum: 1 },
            full: { $sum: { $cond: [isFull, 1, 0] } },
          },
        },
        { $sort: { _id: 1 } },
        { $project: { _id: 0, course: '$_id', title: 1, sections: 1, full: 1 } },
      ],
      { batchSize: ONE_BATCH },
    )
    .toArray();
}

export function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
