import t from 'tap';
import { requestsCarried } from '../../src/browsers/connections.ts';

t.test('HTTP/1.1 carries six requests to a host at a time, HTTP/2 and 3 as many as there are streams', async (t) => {
  for (const protocol of ['http/1.1', 'http/1.0', '', 'hq']) t.equal(requestsCarried(protocol), 6, protocol);
  for (const protocol of ['h2', 'h3', 'h3-29']) t.equal(requestsCarried(protocol), 100, protocol);
});
