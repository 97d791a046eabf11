/** Several nodes of the real program as one system, of which one changes many times a second. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mongoServer } from '../../../test/support/mongo-server.ts';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { startCampus } from '../../campus/campus.ts';
import { bareAedes, mosquitto } from '../bus/brokers.ts';
import { Program } from '../program.ts';

export interface SystemSize {
  nodes: number;
  /** Of each node. A browser is an actor in a thread of its own; its Chromium starts with its first look. */
  browsers: number;
}

/** Cheap to restart: it only looks into the store. */
const RESTARTED = { path: 'notifying/webhook' };

/**
 * Returns the program that serves the page; undefined if there are to be several nodes and there is no MongoDB that
 * they could share. Nothing is watched, so no node looks at anything.
 */
export async function startSystem(owner: Owner, folder: string, size: SystemSize): Promise<Program | undefined> {
  const shared = size.nodes > 1 ? await sharedBy(owner) : {};
  if (shared === undefined) return undefined;
  const campus = await startCampus({ port: 0, sections: 60, speed: 0 });
  owner.teardown(() => campus.close());
  const start = async (nth: number): Promise<Program> => {
    const dataDir = join(folder, `node-${nth}`);
    await mkdir(dataDir, { recursive: true });
    const program = await Program.start(dataDir, {
      ...shared,
      ASU_CATALOG_URL: campus.catalogUrl,
      NODE_ID: `node-${nth}`,
      BROWSERS: String(size.browsers),
    });
    owner.teardown(() => program.stop());
    return program;
  };
  // One after the other: the threads of one node keep all cores busy while they start.
  const first = await start(1);
  for (let nth = 2; nth <= size.nodes; nth += 1) await start(nth);
  return first;
}

async function sharedBy(owner: Owner): Promise<Record<string, string> | undefined> {
  const mongo = await mongoServer(owner);
  if (mongo === undefined) return undefined;
  const { port } = (await mosquitto(owner)) ?? (await bareAedes(owner));
  return { STORE_URL: mongo.database(owner), BUS_URL: `mqtt://127.0.0.1:${port}` };
}

/** Restarts an actor so many times a second, until the returned function is called. */
export function keepChanging(program: Program, perSecond: number): () => Promise<void> {
  const sent = new Set<Promise<unknown>>();
  let failure: unknown;
  const timer = setInterval(() => {
    const restart = program
      .operator('POST', '/api/v1/supervisors/restart', RESTARTED)
      .catch((error: unknown) => (failure = error))
      .finally(() => sent.delete(restart));
    sent.add(restart);
  }, 1_000 / perSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(sent);
    if (failure !== undefined) throw failure;
  };
}
