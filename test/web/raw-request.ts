import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends bytes. Returns everything until the server closes. `hangsUp`: close our half at once. */
export async function answersTo(url: string, bytes: string | Uint8Array, hangsUp = false): Promise<string> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  // The server may close the connection while our bytes are still on their way.
  socket.on('error', () => undefined);
  socket.write(bytes);
  if (hangsUp) socket.end();
  await once(socket, 'close');
  return answer;
}
