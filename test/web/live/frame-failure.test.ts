import t from 'tap';
import { recordingLog } from '../../../src/runtime/testing/index.ts';
import { storeError } from '../../../src/store/errors.ts';
import { webError } from '../../../src/web/errors.ts';
import { frameFailure } from '../../../src/web/live/frame-failure.ts';
import { stage } from '../stage.ts';

const SECRET = 'connect ECONNREFUSED db.internal:27017';

t.test("what is the client's fault is told in full and not logged", (t) => {
  const log = recordingLog();
  const told = frameFailure(webError('PMC_FRAME_INVALID', { reason: 'it is not JSON' }), 'id-1', log);
  t.same(told, { code: 'PMC_FRAME_INVALID', message: 'the frame was refused: it is not JSON' });
  t.same(log.lines, []);
  t.end();
});

t.test('a failure of the server is logged, and its reason is not told', (t) => {
  for (const error of [storeError('PMC_STORE_UNAVAILABLE', { reason: SECRET }), new Error(SECRET)]) {
    const log = recordingLog();
    const { message } = frameFailure(error, 'id-1', log);
    t.notMatch(message, 'db.internal');
    t.match(message, 'id-1');
    t.match(log.lines, [{ level: 'error', fields: { requestId: 'id-1' } }]);
  }
  t.end();
});

t.test('neither WebSocket tells a stranger why the store does not answer', async (t) => {
  const { live, operators, store, signIn } = await stage(t);
  const cookie = await signIn();
  store.accounts.session = async () => {
    throw storeError('PMC_STORE_UNAVAILABLE', { reason: SECRET });
  };
  const student = await live({ cookie });
  student.send({ type: 'subscribe-mine' });
  const operator = await operators({ cookie });
  operator.send({ type: 'sign-in' });
  for (const frame of [await student.next(), await operator.next()]) {
    t.match(frame, { type: 'error', code: 'PMC_STORE_UNAVAILABLE' });
    t.notMatch(JSON.stringify(frame), 'db.internal');
  }
});
