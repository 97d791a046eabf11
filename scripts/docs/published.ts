/** Reads the API documents that the program publishes. Starts the program for this. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from '../bench/program.ts';

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
}
/** `security` is absent if anyone may call the operation. */
export interface Operation {
  summary: string;
  tags: [string];
  security?: Record<string, unknown>[];
  responses: Record<string, { description: string }>;
}

export interface AsyncApi {
  channels: Record<string, Channel>;
  operations: Record<string, { bindings?: { mqtt: { qos: number; retain: boolean } }; messages?: { $ref: string }[] }>;
}
export interface Channel {
  address: string;
  title: string;
  messages: Record<string, { payload: { title?: string; properties?: Record<string, unknown> } }>;
}

/** A source at which nothing listens. No section is watched, so it gets no requests. */
const NO_SOURCE = { INSTITUTIONS: 'asu', ASU_CATALOG_URL: 'http://127.0.0.1:9/' };

let read: Promise<{ http: OpenApi; mqtt: AsyncApi }> | undefined;

/** Returns the OpenAPI and the AsyncAPI document. The program is started only once. */
export function publishedApis(): Promise<{ http: OpenApi; mqtt: AsyncApi }> {
  read ??= readFromProgram();
  return read;
}

async function readFromProgram(): Promise<{ http: OpenApi; mqtt: AsyncApi }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pickmyclass-docs-'));
  const program = await Program.start(dataDir, NO_SOURCE);
  try {
    const http = (await (await program.operator('GET', '/docs/json')).json()) as OpenApi;
    const mqtt = (await (await program.operator('GET', '/docs/asyncapi.json')).json()) as AsyncApi;
    return { http, mqtt };
  } finally {
    await program.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
