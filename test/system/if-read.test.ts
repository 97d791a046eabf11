import t from 'tap';
import { ifRead } from '../../src/system/if-read.ts';

t.test('what could not be read is undefined, and the log says why', async (t) => {
  const logged: unknown[] = [];
  const log = { debug: (...line: unknown[]) => void logged.push(line) };
  t.equal(await ifRead(log, 'disk', Promise.resolve(12)), 12);
  t.same(logged, []);
  t.equal(await ifRead(log, 'disk', Promise.reject(new Error('no such folder'))), undefined);
  t.same(logged, [[{ what: 'disk', reason: 'no such folder' }, 'a figure could not be read']]);
});
