/** Creates the bus that BUS_URL names. */
import type { Bus } from './bus.ts';
import { EmbeddedBus } from './embedded-bus.ts';
import type { EmbeddedBusOptions } from './embedded-bus.ts';
import { MqttBus } from './mqtt-bus.ts';

/** The bus is not started yet. */
export function createBus(url: string, options: EmbeddedBusOptions, random: () => number): Bus {
  if (url === 'embedded:') return new EmbeddedBus(options);
  const { nodeId, clock, log } = options;
  return new MqttBus({ url, nodeId, clock, log, random });
}
