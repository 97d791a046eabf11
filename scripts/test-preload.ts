/**
 * Node loads this in each test file before the test runner's own modules (see .taprc). They would register hooks that
 * run in a second thread and are asked about every import. That is most of the CPU time of a small test file. They
 * serve `t.mockImport` and `tap run --changed`, which we do not use. Coverage does without them.
 */
import module, { syncBuiltinESMExports } from 'node:module';

const { env } = process;
module.register = () => undefined;
// Newer versions of Node run the hooks in the same thread. There, coverage needs them.
if (env['_TAPJS_PROCESSINFO_COVERAGE_'] === '0' && 'registerHooks' in module)
  module.registerHooks = () => ({ deregister: () => undefined });
syncBuiltinESMExports();

// A process that the test starts may be in another folder.
env['NODE_OPTIONS'] = `--import=${import.meta.url}`;
