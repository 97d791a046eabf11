/** The errors of sections and the sources that list them. */
import { defineErrors } from '../runtime/index.ts';

export const institutionsError = defineErrors('PMC', {
  PMC_SECTION_KEY_INVALID: {
    next: 'never',
    message: '"{key}" is not a section key',
    advice: 'Write institution/term/classNumber, such as asu/2267/66445',
  },
  PMC_SECTION_NOT_FOUND: {
    next: 'never',
    message: 'the source has no section {section}',
    advice: 'Check the term and the class number',
  },
  PMC_SECTION_NOT_SEEN: {
    next: 'later',
    message: 'section {section} has never been seen',
    advice: 'Ask for its state first',
  },
  PMC_INSTITUTION_UNKNOWN: {
    next: 'never',
    message: 'institution "{institution}" is not watched here',
    advice: 'Known: {known}',
  },
  PMC_SOURCE_UNAUTHORIZED: {
    next: 'later',
    message: "the search API of {host} answered 401: it no longer accepts the page's own credentials",
    advice: 'Compare the Authorization header the page sends',
  },
  PMC_SOURCE_STATUS: { next: 'later', message: '{host} answered {status}' },
  PMC_SOURCE_REFUSES: {
    next: 'later',
    message: '{host} answered {status}: it refuses requests for {seconds} s',
    advice: 'If that goes on, lower CHECK_BUDGET_PER_MINUTE',
  },
  PMC_SOURCE_UNREACHABLE: { next: 'later', message: '{host} cannot be reached: {reason}' },
  PMC_SOURCE_UNRECOGNISED: { next: 'later', message: 'the answer for {request} was not recognised: {reason}' },
});
