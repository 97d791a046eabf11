import t from 'tap';
import { storeContract } from '../../contract/store/store.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { mongoHarness } from './harness.ts';

const server = await mongoServer(t);
if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else storeContract(t, mongoHarness(server));
