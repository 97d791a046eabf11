import t from 'tap';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { storeContract } from '../../contract/store/store.ts';
import { sqliteHarness } from './harness.ts';

storeContract(
  t,
  sqliteHarness((path, clock) => new SqliteStore(path, clock)),
);
