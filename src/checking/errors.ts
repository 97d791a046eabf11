/** The errors of checking. */
import { defineErrors } from '../runtime/index.ts';

export const checkingError = defineErrors('PMC', {
  PMC_SECTION_UNSURE: {
    next: 'later',
    message: "the source's answer says nothing sure about {section}: {reason}",
    advice: "Compare it with the source's page",
  },
  PMC_SECTION_PENDING: {
    next: 'later',
    message: '{section} is being looked at for the first time',
    advice: 'Try again in a few seconds',
  },
  PMC_VISITOR_LIMIT: {
    next: 'later',
    message: 'you have reached the limit of looks for one visitor',
    advice: 'Try again in {seconds} s; known sections are always shown',
  },
  PMC_VISITORS_BUSY: {
    next: 'later',
    message: 'all visitors together have reached the limit of looks',
    advice: 'Try again in {seconds} s; known sections are always shown',
  },
  PMC_MASS_CHANGE: {
    next: 'later',
    message: 'the answer to {request} shows so many changes that the source is asked again first',
    advice: 'Try again in {seconds} s',
  },
  PMC_CHECKS_PAUSED: {
    next: 'later',
    message: 'checks are paused for {institution}',
    advice: 'Resume them on /operator',
  },
});
