import t from 'tap';
import { runtimeError } from '../../../src/runtime/index.ts';
import { storeError } from '../../../src/store/errors.ts';
import { concealed } from '../../../src/web/http/concealed.ts';

t.test('only the reasons of failures of the server are hidden', (t) => {
  const refused = storeError('PMC_CURSOR_INVALID', { cursor: 'x' });
  t.equal(concealed(refused, 'id-1'), refused);
  const late = runtimeError('RUNTIME_CALL_TIMEOUT', { name: 'the pool', timeoutMs: 5 });
  t.equal(concealed(late, 'id-1'), late, 'it names no reason');
  const away = concealed(storeError('PMC_STORE_UNAVAILABLE', { reason: '/srv/data is gone' }), 'id-1');
  t.match(away, { code: 'PMC_STORE_UNAVAILABLE', message: /id-1/ });
  t.notMatch(away.message, '/srv');
  t.match(concealed(runtimeError('RUNTIME_CRASHED', { address: 'n/web' }), 'id-1'), { code: 'PMC_INTERNAL' });
  t.end();
});
