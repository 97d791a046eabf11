import { existsSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createStore } from '../../src/store/create-store.ts';
import { MongoStore } from '../../src/store/mongo/mongo-store.ts';

t.test('a sqlite: URL gives an embedded store in its file', async (t) => {
  const path = join(t.testdir(), 'store.db');
  const store = await createStore(`sqlite:${path}`);
  t.notOk(existsSync(path), 'it is not open yet');
  await store.open();
  await store.ping();
  await store.close();
  t.ok(existsSync(path));
});

t.test('any other URL gives a store on MongoDB', async (t) => {
  t.ok((await createStore('mongodb://127.0.0.1:1/pmc')) instanceof MongoStore);
});
