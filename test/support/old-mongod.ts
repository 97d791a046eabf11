/** The part of an old MongoDB that answers `hello` over its wire protocol. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { BSON } from 'mongodb';
import type { Test } from 'tap';

const HEADER_BYTES = 16;
const OP_REPLY = 1;
const OP_QUERY = 2_004;
const OP_MSG = 2_013;
/** Flags, cursor, first document, number of documents (one). */
const REPLY_HEAD = Buffer.concat([Buffer.alloc(16), Buffer.from([1, 0, 0, 0])]);
/** Flags, and the kind of a section with one document. */
const MSG_HEAD = Buffer.alloc(5);

/** Returns its connection string. `maxWireVersion`: 13 is MongoDB 5.0. */
export async function oldMongod(t: Test, maxWireVersion: number): Promise<string> {
  const hello = BSON.serialize({
    ok: 1,
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    minWireVersion: 0,
    maxWireVersion,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(0),
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let unread = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      unread = Buffer.concat([unread, chunk]);
      while (unread.length >= HEADER_BYTES && unread.length >= unread.readInt32LE(0)) {
        socket.write(answer(unread, hello));
        unread = unread.subarray(unread.readInt32LE(0));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(request: Buffer, document: Uint8Array): Buffer {
  const [, requestId, , operation] = [0, 4, 8, 12].map((offset) => request.readInt32LE(offset));
  const body = Buffer.concat([operation === OP_QUERY ? REPLY_HEAD : MSG_HEAD, document]);
  const header = Buffer.alloc(HEADER_BYTES);
  [HEADER_BYTES + body.length, 0, requestId!, operation === OP_QUERY ? OP_REPLY : OP_MSG].forEach((value, index) =>
    header.writeInt32LE(value, index * 4),
  );
  return Buffer.concat([header, body]);
}
