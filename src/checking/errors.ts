/** The errors of checking. */
import { defineErrors } from '../runtime/index.ts';

export const checkingError = defineErrors('PMC', {
  PMC_SECTION_UNSURE: {
    next: 'later',
    message: 'the source answered, but of {section} it says nothing sure: {reason}',
    advice: 'Compare with what its page shows',
  },
  PMC_SECTION_PENDING: {
    next: 'later',
    message: '{section} is being looked at for the first time',
    advice: 'Ask again in a few seconds',
  },
  PMC_VISITOR_LIMIT: {
    next: 'later',
    message: 'you have had as much looked up as one visitor may',
    advice: 'Ask again in {seconds} s; what is known already is always shown',
  },
  PMC_VISITORS_BUSY: {
    next: 'later',
    message: 'visitors have had as much looked up as they may together',
    advice: 'Ask again in {seconds} s; what is known already is always shown',
  },
  PMC_MASS_CHANGE: {
    next: 'later',
    message: 'the answer to {request} shows more changes at once than are believed without a second look',
    advice: 'It follows in {seconds} s',
  },
  PMC_CHECKS_PAUSED: {
    next: 'later',
    message: 'checks are paused for {institution}',
    advice: 'Resume them on /operator',
  },
});
