/** The actor that owns the bus: opens it, closes it. Messages need no bus actor to travel. Address `bus`. */
import type { Bus } from '../bus/bus.ts';
import type { ActorSpec } from '../runtime/index.ts';
import { unknownMessage } from '../runtime/index.ts';

export function busSpec(bus: Bus): ActorSpec<never> {
  return {
    type: 'actor',
    id: 'bus',
    start: async ({ log }) => {
      await bus.start();
      if (bus.port !== undefined) log.info({ port: bus.port }, 'mqtt listening');
      return { receive: unknownMessage, stop: () => bus.close() };
    },
  };
}
