import { writeFileSync } from 'node:fs';
import t from 'tap';
import { forgetRunning, noteRunning, readRunning } from '../src/running.ts';

t.test('a running system leaves a note, a stopped one none', (t) => {
  const dataDir = t.testdir();
  t.equal(readRunning(dataDir), undefined);
  noteRunning(dataDir, { url: 'http://127.0.0.1:1', node: 'n' });
  t.same(readRunning(dataDir), { url: 'http://127.0.0.1:1', node: 'n' });
  forgetRunning(dataDir);
  forgetRunning(dataDir);
  t.equal(readRunning(dataDir), undefined);
  writeFileSync(`${dataDir}/file`, '');
  t.equal(readRunning(`${dataDir}/file`), undefined, 'nothing runs in what is no directory');
  t.end();
});
