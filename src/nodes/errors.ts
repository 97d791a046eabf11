/** The errors of nodes that share a store. */
import { defineErrors } from '../runtime/index.ts';

export const nodesError = defineErrors('PMC', {
  PMC_DUTY_LOST: {
    next: 'later',
    message: 'another node publishes now',
    advice: 'It publishes what this node did not',
  },
  PMC_NODE_TAKEN: {
    next: 'stop',
    message: 'NODE_ID={node} is used by a later process on the same store',
    advice: 'Give each process an id of its own, or unset NODE_ID',
  },
});
