import t from 'tap';
import { createSqliteStore } from '../../../src/store/sqlite/threaded-store.ts';
import { storeContract } from '../../contract/store/store.ts';
import { sqliteHarness } from './harness.ts';

storeContract(t, sqliteHarness(createSqliteStore));
