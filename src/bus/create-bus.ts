/** The bus that BUS_URL names. */
import type { Bus } from './bus.ts';
import { EmbeddedBus } from './embedded-bus.ts';
import type { EmbeddedBusOptions } from './embedded-bus.ts';
import { MqttBus } from './mqtt-bus.ts';

/** Not open yet. */
export function createBus(url: string, options: EmbeddedBusOptions, random: () => number): Bus {
  if (url === 'embedded:') return new EmbeddedBus(options);
  const { nodeId, clock, log } = options;
  return new MqttBus({ url, nodeId, clock, log, random });
}
