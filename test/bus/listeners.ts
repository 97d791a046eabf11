/** Listens to everything on a broker, to show that something is not published. */
import type { Test } from 'tap';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { asOperator, connected, receive, until } from './support.ts';

const PUBLIC = [
  'pickmyclass/sections/#',
  'pickmyclass/changes/#',
  'pickmyclass/nodes/#',
  'pickmyclass/health',
  'pickmyclass/alerts/#',
];

/** The topics that the program, an operator and an anonymous client receive from now on, in order. */
export async function listeners(t: Test, bus: EmbeddedBus): Promise<string[]> {
  const heard: string[] = [];
  await bus.subscribe('pickmyclass/#', (topic) => heard.push(topic));
  for (const [filters, options] of [
    [PUBLIC, {}],
    [[...PUBLIC, 'pickmyclass/actors/#'], asOperator],
  ] as const) {
    const client = await connected(t, bus, options);
    const online = receive(client, 1);
    await client.subscribeAsync([...filters], { qos: 1 });
    await online;
    client.on('message', (topic) => heard.push(topic));
  }
  return heard;
}

/** Publishes a marker. Returns what the three listeners received before it. */
export async function heardUpToMarker(bus: EmbeddedBus, heard: string[]): Promise<string[]> {
  const marker = 'pickmyclass/changes/asu/2267/1/seats';
  await bus.publishPublic(marker, {}, { retain: false });
  await until(() => heard.filter((topic) => topic === marker).length === 3);
  return heard.splice(0).filter((topic) => topic !== marker);
}

/** The retained topics that a new client receives. */
export async function retainedTopics(t: Test, bus: EmbeddedBus): Promise<string[]> {
  const client = await connected(t, bus);
  const topics: string[] = [];
  client.on('message', (topic) => topics.push(topic));
  await client.subscribeAsync(PUBLIC, { qos: 1 });
  await until(() => topics.includes('pickmyclass/nodes/node-1'));
  return topics;
}
