/** The broker's figures at /metrics. An external broker has figures of its own. */
import type { Registry } from 'prom-client';
import { Counter, Gauge } from 'prom-client';
import type { Bus } from './bus.ts';

/** Reads them from `bus` whenever they are asked for. */
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
    help: 'MQTT connections from outside; waiting: before CONNECT',
    labelNames: ['standing'],
    registers,
    collect: () => {
      for (const [standing, count] of Object.entries(bus.outsiders?.connections ?? {}))
        connections.set({ standing }, count);
    },
  });
  const dropped: Counter = new Counter({
    name: 'pickmyclass_mqtt_dropped_publishes_total',
    help: 'What MQTT clients outside published, wills included: acknowledged and dropped',
    registers,
    collect: () => {
      dropped.reset();
      dropped.inc(bus.outsiders?.droppedPublishes ?? 0);
    },
  });
  const refused: Counter<'reason'> = new Counter({
    name: 'pickmyclass_mqtt_refused_total',
    help: 'What was refused to MQTT clients outside',
    labelNames: ['reason'],
    registers,
    collect: () => {
      refused.reset();
      for (const [reason, count] of Object.entries(bus.refused)) refused.inc({ reason }, count);
    },
  });
}
