import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import t from 'tap';
import { Mailbox } from '../../src/runtime/messaging/mailbox.ts';

t.ok(Mailbox, 'a module that this test imports');

t.test('the hooks of the test runner are not asked about imports', async (t) => {
  await setImmediate();
  const recorded = Reflect.get(globalThis, Symbol.for('@tapjs/processinfo.ProcessInfoNodeData')) as
    { files: string[] } | undefined;
  t.notOk(recorded?.files.some((file) => file.endsWith('/mailbox.js')));
});

t.test('a process in another folder starts too', async (t) => {
  await t.resolves(promisify(execFile)(process.execPath, ['-e', '0'], { cwd: tmpdir() }));
});
