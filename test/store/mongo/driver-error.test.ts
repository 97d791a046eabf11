import { MongoNetworkError } from 'mongodb';
import t from 'tap';
import { watchingError } from '../../../src/watching/errors.ts';
import { isDriverError } from '../../../src/store/mongo/driver-error.ts';

t.test('errors of the driver and its sockets mean an unavailable server, and others are bugs', (t) => {
  t.ok(isDriverError(new MongoNetworkError('connection closed')));
  t.ok(isDriverError(Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' })));
  t.notOk(isDriverError(Object.assign(new TypeError('no number'), { code: 'ERR_INVALID_ARG_TYPE' })));
  t.notOk(isDriverError(watchingError('PMC_WATCH_NOT_FOUND', { id: '1' })));
  t.notOk(isDriverError(new Error('something else')));
  t.end();
});
