/** Several processes that form one system: a MongoDB, a broker, and nodes that share both. */
import type { Test } from 'tap';
import type { MongoServer } from './mongo-server.ts';
import { mongoServer } from './mongo-server.ts';
import type { Mosquitto } from './mosquitto.ts';
import { findMosquitto, startMosquitto } from './mosquitto.ts';
import type { RunningSystem } from './running-system.ts';
import { startSystem } from './running-system.ts';

export interface Shared {
  mongo: MongoServer;
  broker: Mosquitto;
  storeUrl: string;
  /** Starts a process with this id. `environment` overrides the shared one. */
  start(node: string, environment?: Record<string, string>): Promise<RunningSystem>;
}

/** `environment`: of every node. Returns undefined, and prints why, when a server is missing. */
export async function shared(t: Test, environment: Record<string, string>): Promise<Shared | undefined> {
  const program = findMosquitto(t);
  const mongo = await mongoServer(t);
  if (program === undefined || mongo === undefined) return undefined;
  const broker = await startMosquitto(t, program);
  const storeUrl = mongo.database(t);
  const folders = t.testdir({});
  return {
    mongo,
    broker,
    storeUrl,
    start: (node, over = {}) =>
      startSystem(t, `${folders}/${node}`, {
        NODE_ID: node,
        STORE_URL: storeUrl,
        BUS_URL: `mqtt://127.0.0.1:${broker.port}`,
        SESSION_SECRET: 'session-secret-for-tests-0123456789',
        ...environment,
        ...over,
      }),
  };
}
