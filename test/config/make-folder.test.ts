import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { makeFolder } from '../../src/config/make-folder.ts';

t.test('a folder is made with those above it, and one that is there stays', (t) => {
  const path = join(t.testdir({ file: 'mine' }), 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  t.ok(statSync(path).isDirectory());
  t.end();
});

t.test('where nothing can be made, it ends with the error', { skip: !existsSync('/proc/self') && 'no /proc' }, (t) => {
  t.throws(() => makeFolder('/proc/pickmyclass/data'), { code: 'ENOENT' });
  t.end();
});

t.test('nothing is made below a file', (t) => {
  const folder = t.testdir({ file: 'mine' });
  t.throws(() => makeFolder(join(folder, 'file', 'data')), { code: 'ENOTDIR' });
  t.end();
});
