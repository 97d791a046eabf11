/** The errors of watching sections. */
import { defineErrors } from '../runtime/index.ts';

export const watchingError = defineErrors('PMC', {
  PMC_WATCH_NOT_FOUND: { next: 'never', message: 'you have no watch {id}' },
  PMC_WATCH_DUPLICATE: { next: 'never', message: 'you already watch {what}', advice: 'Change that watch instead' },
  PMC_WATCH_LIMIT: {
    next: 'never',
    message: 'you have {limit} watches, the most one student may have',
    advice: 'Remove one first',
  },
  PMC_WATCH_INVALID: { next: 'never', message: '{field}: {reason}' },
  PMC_TERM_OVER: {
    next: 'never',
    message: '{term} is over, so {what} can no longer be watched',
    advice: 'Choose a section of a later term',
  },
  PMC_COURSE_NOT_FOUND: {
    next: 'never',
    message: 'the university lists no section of {course}',
    advice: 'Check the course and the term',
  },
});
