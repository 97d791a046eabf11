/**
 * A process with many WebSocket clients, so that their work is not the server's. Arguments: URL and number of clients.
 * Its parent sends a number of changes to wait for, and gets the time when every client has received so many.
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';

const [url, count] = process.argv.slice(2);
const clients = Number(count);
/** Sockets are opened so many at a time: the queue of a listening socket is short. */
const AT_ONCE = 50;

let left = 0;
const hear = (data: Buffer): void => {
  if (!data.includes('"type":"change"')) return;
  left -= 1;
  if (left === 0) process.send!({ at: performance.timeOrigin + performance.now() });
};
for (let open = 0; open < clients; open += AT_ONCE) {
  const sockets = Array.from({ length: Math.min(AT_ONCE, clients - open) }, () => new WebSocket(url!));
  await Promise.all(
    sockets.map(async (socket) => {
      socket.on('message', hear);
      await once(socket, 'open');
    }),
  );
}
process.on('message', ({ changes }: { changes: number }) => {
  left = changes * clients;
  process.send!('counting');
});
process.send!('open');
