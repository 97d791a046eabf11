/** Opens and closes the bus. Messages do not pass through this actor. Address `bus`. */
import type { Node } from '../nodes/node.ts';
import type { Unplaced } from '../nodes/place.ts';

export function busSpec({ bus }: Pick<Node, 'bus'>): Unplaced<never> {
  return {
    type: 'actor',
    start: async ({ log }) => {
      await bus.start();
      if (bus.port !== undefined) log.debug({ port: bus.port }, 'mqtt listening');
      return { receive: () => {}, stop: () => bus.close() };
    },
  };
}
