/** The floor for messages between threads: postMessage and nothing else. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { askAll, inBursts, type Engine } from './engine.ts';

const WORKER = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ type, id, number }) => {
    if (type === 'add') parentPort.postMessage({ id, sum: number + 1 });
  });
`;

export async function barePort(): Promise<Engine> {
  const worker = new Worker(WORKER, { eval: true, execArgv: [] });
  await once(worker, 'online');
  const waiting = new Map<number, (sum: number) => void>();
  worker.on('message', ({ id, sum }: { id: number; sum: number }) => {
    waiting.get(id)?.(sum);
    waiting.delete(id);
  });
  let asked = 0;
  const ask = (number: number): Promise<number> =>
    new Promise((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      worker.postMessage({ type: 'add', id: asked, number });
    });
  return {
    tell: (count) =>
      inBursts(count, (messages) => {
        for (let number = 0; number < messages; number += 1) worker.postMessage({ type: 'note', number });
        return ask(0);
      }),
    ask: (count) => askAll(count, ask),
    close: async () => {
      await worker.terminate();
    },
  };
}
