/** Counts the sections of each subject by the keys of their courses, which an index has. */
import type { SubjectSize } from '../watched.ts';
import { ONE_BATCH } from './bulk.ts';
import type { Collections } from './documents.ts';

export async function subjectSizes({ sections }: Collections, institution: string): Promise<SubjectSize[]> {
  return await sections
    .aggregate<SubjectSize>(
      [
        { $match: { course: { $gt: `${institution}/`, $lt: `${institution}0` } } },
        { $project: { _id: 0, parts: { $split: ['$course', '/'] } } },
        // The key of a section without a course has three parts.
        { $match: { 'parts.3': { $exists: true } } },
        {
          $group: {
            _id: { term: { $arrayElemAt: ['$parts', 1] }, subject: { $arrayElemAt: ['$parts', 2] } },
            sections: { $sum: 1 },
          },
        },
        { $project: { _id: 0, term: '$_id.term', subject: '$_id.subject', sections: 1 } },
        { $sort: { term: 1, subject: 1 } },
      ],
      { batchSize: ONE_BATCH },
    )
    .toArray();
}
