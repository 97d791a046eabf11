/**
 * A process with many WebSocket clients, so that their work is not the server's. Arguments: URL and number of clients.
 * Its parent sends a number of changes to wait for, and gets the times at which they came to the clients. It may also
 * send how many of the clients stop reading; those are not waited for.
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';

export type CrowdOrder = { changes: number } | { frozen: number };

const [url, count] = process.argv.slice(2);
/** Sockets are opened so many at a time: the queue of a listening socket is short. */
const AT_ONCE = 50;

const reading: WebSocket[] = [];
let left = 0;
let times: number[] = [];
const hear = (data: Buffer): void => {
  if (!data.includes('"type":"change"')) return;
  times.push(performance.timeOrigin + performance.now());
  left -= 1;
  if (left === 0) process.send!(times);
};
while (reading.length < Number(count)) {
  const sockets = Array.from({ length: Math.min(AT_ONCE, Number(count) - reading.length) }, () => new WebSocket(url!));
  await Promise.all(
    sockets.map(async (socket) => {
      socket.on('message', hear);
      await once(socket, 'open');
    }),
  );
  reading.push(...sockets);
}
process.on('message', (order: CrowdOrder) => {
  if ('frozen' in order) for (const socket of reading.splice(0, order.frozen)) socket.off('message', hear).pause();
  else {
    left = order.changes * reading.length;
    times = [];
  }
  process.send!('done');
});
process.send!('open');
