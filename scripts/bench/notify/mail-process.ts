/**
 * A mail server in a process of its own. It tells its parent its port, and then each mail with the time at which it was
 * accepted.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  onData: (stream, session, done) => {
    void text(stream).then((raw) => {
      const to = session.envelope.rcptTo[0]!.address;
      process.send!({ at: performance.timeOrigin + performance.now(), to, raw });
      done();
    });
  },
});
server.listen(0, '127.0.0.1');
await once(server.server, 'listening');
process.send!({ port: (server.server.address() as AddressInfo).port });
