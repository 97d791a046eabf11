/** The composition root: configuration → node → tree → ready → stop. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ACTOR_TOPIC_ROOT } from './bus/topics.ts';
import type { Config } from './config/config.ts';
import { withoutPassword } from './config/reader.ts';
import { urlOf } from './net/host.ts';
import { forgetRunning, noteRunning } from './nodes/running.ts';
import type { System } from './runtime/index.ts';
import { createSystem, reasonOf } from './runtime/index.ts';
import { controlOf } from './system/control.ts';
import { createMonitoring } from './system/monitoring.ts';
import { createNode } from './system/node.ts';
import { treeSpec } from './system/tree.ts';

export interface Running {
  urls: { web: string; mqtt: string; mqtts: string | null; campus: string | null };
  /** Folder where mails are written; null if they are sent. */
  mailDir: string | null;
  /** File with the generated operator token; null if the token was configured. */
  operatorTokenFile: string | null;
  /** Resolves when the root supervisor has given up. */
  failed: Promise<Error>;
  /** Stops cleanly: no lease stays held and no browser keeps running. */
  stop(): Promise<void>;
}

/** Starts everything. Rejects with a CodedError; its `next` is `stop` if only a person can help: a taken port. */
export async function startPickMyClass(config: Config): Promise<Running> {
  const node = await createNode(config);
  const { log } = node.tools;
  const web = { url: '' };
  let giveUp: (error: Error) => void;
  const failed = new Promise<Error>((resolve) => {
    giveUp = resolve;
  });
  const monitoring = createMonitoring(node, () => system);
  const treeListeners = new Set<() => void>();
  const onTreeChange = (listener: () => void): (() => void) => {
    treeListeners.add(listener);
    return () => treeListeners.delete(listener);
  };
  const control = controlOf(node.id, config.browsers.count, node.tools.clock, () => system);
  const system: System = createSystem({
    ...node.tools,
    node: node.id,
    topicRoot: ACTOR_TOPIC_ROOT,
    transport: node.bus,
    threadTransport: {
      module: new URL('./bus/port-client.js', import.meta.url).href,
      accept: (port) => node.bus.acceptPort(port),
    },
    onTreeChange: () => treeListeners.forEach((listener) => listener()),
    root: treeSpec(node, monitoring, { control, onTreeChange }, web),
    onFailed: (error) => giveUp(error),
  });
  await system.start();
  // If the disk is full, other commands do not find this system, but it still works.
  const note = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'the note of where this runs is not right');
    }
  };
  note(() => noteRunning(config.dataDir, { url: web.url, node: node.id }));
  const { host, simulator } = node.sources;
  const { port: mqttPort, tlsPort } = node.bus;
  const cores = availableParallelism();
  log.info({ url: web.url, mqttPort, source: host, simulated: simulator !== null, cores }, 'started');
  return {
    urls: {
      web: web.url,
      mqtt: mqttPort === undefined ? withoutPassword(config.busUrl) : urlOf('mqtt', config.http.host, mqttPort),
      mqtts: tlsPort === undefined ? null : urlOf('mqtts', config.http.host, tlsPort),
      campus: simulator?.controlUrl ?? null,
    },
    mailDir: config.mail.smtpUrl === null && config.mail.resendApiKey === null ? join(config.dataDir, 'mail') : null,
    operatorTokenFile: node.secrets.operatorTokenFile,
    failed,
    stop: async () => {
      log.info({}, 'stopping');
      note(() => forgetRunning(config.dataDir, node.id));
      await system.stop();
      await node.tools.tracer.close();
      log.info({}, 'stopped');
    },
  };
}
