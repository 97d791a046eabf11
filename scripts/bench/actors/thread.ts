/** The actor in its worker thread. */
import { accepts, adder } from './adder.ts';

export { accepts };
export const start = adder(() => {});
