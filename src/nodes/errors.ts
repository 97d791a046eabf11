/** The errors of processes that share a store. */
import { defineErrors } from '../runtime/index.ts';

export const nodesError = defineErrors('PMC', {
  PMC_DUTY_LOST: {
    next: 'later',
    message: 'another process publishes by now',
    advice: 'What was not told is told by it',
  },
  PMC_NODE_TAKEN: {
    next: 'stop',
    message: 'NODE_ID={node} is used by a later process on the same store',
    advice: 'Give each process its own, or unset NODE_ID',
  },
});
