/** A worker thread whose actor answers every question, and counts to a number on request. */
import { MessageChannel, parentPort } from 'node:worker_threads';
import { connect } from '../../src/bus/port-client.ts';

const transport = await connect(() => {
  const { port1, port2 } = new MessageChannel();
  parentPort!.postMessage(port2, [port2]);
  return port1;
});
const say = (payload: string): void => void transport.publish('pickmyclass/actors/node-1/main', payload);
await transport.subscribe('pickmyclass/actors/node-1/worker/#', (topic, payload) => {
  if (!topic.endsWith('/count')) return say(`answer to ${payload}`);
  for (let i = 0; i < Number(payload); i += 1) say(String(i));
});
parentPort!.postMessage('ready');
