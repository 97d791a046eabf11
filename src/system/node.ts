/** Makes the node: everything that its actors share. The store and the bus are opened later, by their actors. */
import { measureBus } from '../bus/bus-metrics.ts';
import { createBus } from '../bus/create-bus.ts';
import type { Config } from '../config/config.ts';
import { loadSecrets } from '../config/secrets.ts';
import { version } from '../config/version.ts';
import { sourcesOf } from '../institutions/sources.ts';
import { freePort } from '../net/free-port.ts';
import { KeyRing } from '../nodes/key-ring.ts';
import { Members } from '../nodes/members.ts';
import type { Node } from '../nodes/node.ts';
import { systemClock } from '../runtime/index.ts';
import { createStore } from '../store/create-store.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createTracer } from '../telemetry/traces/create-tracer.ts';

const SIMULATOR_PORT = 4_000;

/** Rejects with a CodedError if the secrets cannot be read or saved. */
export async function createNode(config: Config): Promise<Node> {
  const { nodeId: id, http, mqtt, asu, checking } = config;
  const secrets = loadSecrets(config);
  const [clock, log, metrics] = [systemClock, createLog(config.logLevel, id), createMetrics()];
  const { registry } = metrics;
  const tracer = await createTracer(config.otlpEndpoint, { version, instance: id }, { clock, log, registry });
  const tools = { clock, random: Math.random, log, metrics, tracer };
  const store = await createStore(config.storeUrl);
  const keys = new KeyRing({ keys: store.keys, clock, log });
  const access = {
    operatorToken: secrets.operatorToken,
    anonymous: mqtt.anonymous,
    homeAssistant: mqtt.homeAssistant,
    keys,
  };
  const { port, portIsDefault, tls } = mqtt;
  const bus = createBus(
    config.busUrl,
    { host: http.host, port, portIsDefault, tls, nodeId: id, clock, log, access, store },
    tools.random,
  );
  measureBus(registry, bus);
  // If PORT is set, several systems may start at once, and must not compete for one port.
  const firstPort = http.portIsDefault ? SIMULATOR_PORT : 0;
  const simulatorPort = asu.catalogUrl === null ? await freePort(firstPort, '127.0.0.1') : null;
  return {
    id,
    config,
    secrets,
    tools,
    store,
    bus,
    members: new Members({ store: store.members, node: id, leaseMs: checking.leaseMs, clock }),
    keys,
    sources: sourcesOf(config.institutions, asu, simulatorPort),
  };
}
