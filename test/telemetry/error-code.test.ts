import t from 'tap';
import { runtimeError } from '../../src/runtime/index.ts';
import { storeError } from '../../src/store/errors.ts';
import { codeIn, codeOf } from '../../src/telemetry/error-code.ts';

t.test('every error has a code that starts with PMC_', async (t) => {
  t.equal(codeOf(storeError('PMC_NOT_SIGNED_IN', {})), 'PMC_NOT_SIGNED_IN');
  t.equal(codeOf(runtimeError('RUNTIME_CALL_TIMEOUT', { name: 'x', timeoutMs: 1 })), 'PMC_CALL_TIMEOUT');
  t.equal(codeOf(new Error('unexpected')), 'PMC_INTERNAL');
  t.equal(codeOf('text'), 'PMC_INTERNAL');
});

t.test('the code of a stored error is what it starts with', async (t) => {
  t.equal(codeIn('PMC_MAIL_FAILED: the server said 550'), 'PMC_MAIL_FAILED');
  t.equal(codeIn('RUNTIME_CALL_TIMEOUT: no answer'), 'PMC_CALL_TIMEOUT');
  t.equal(codeIn('the mail server is down'), 'PMC_INTERNAL');
});
