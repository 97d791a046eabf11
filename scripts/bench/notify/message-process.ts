/**
 * A receiver of push messages and webhooks in a process of its own. It tells its parent its port. Its parent sends how
 * many messages to wait for, and gets the time at which the last of them was accepted.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let left = 0;
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(201).end();
    left -= 1;
    if (left === 0) process.send!({ at: performance.timeOrigin + performance.now() });
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', ({ count }: { count: number }) => {
  left = count;
  process.send!('counting');
});
process.send!({ port: (server.address() as AddressInfo).port });
