/** The metrics of the embedded broker. An external broker has its own. */
import type { Registry } from 'prom-client';
import { Counter, Gauge } from 'prom-client';
import type { Bus } from './bus.ts';

/** Registers the metrics. They are read from `bus` at each scrape. */
export function measureBus(registry: Registry, bus: Pick<Bus, 'outsiders' | 'refused'>): void {
  if (bus.outsiders === null) return;
  const registers = [registry];
  const bytes: Gauge = new Gauge({
    name: 'pickmyclass_mqtt_outsider_bytes',
    help: 'Memory held for MQTT clients outside the program, estimated',
    registers,
    collect: () => bytes.set(bus.outsiders?.bytes ?? 0),
  });
  const connections: Gauge<'standing'> = new Gauge({
    name: 'pickmyclass_mqtt_connections',
    help: 'MQTT connections from outside; waiting: no CONNECT yet',
    labelNames: ['standing'],
    registers,
    collect: () => {
      for (const [standing, count] of Object.entries(bus.outsiders?.connections ?? {}))
        connections.set({ standing }, count);
    },
  });
  const dropped: Counter = new Counter({
    name: 'pickmyclass_mqtt_dropped_publishes_total',
    help: 'Publishes and wills of MQTT clients outside the program, acknowledged and dropped',
    registers,
    collect: () => {
      dropped.reset();
      dropped.inc(bus.outsiders?.droppedPublishes ?? 0);
    },
  });
  const refused: Counter<'reason'> = new Counter({
    name: 'pickmyclass_mqtt_refused_total',
    help: 'Refusals to MQTT clients outside the program',
    labelNames: ['reason'],
    registers,
    collect: () => {
      refused.reset();
      for (const [reason, count] of Object.entries(bus.refused)) refused.inc({ reason }, count);
    },
  });
}
