/** The real program on a MongoDB, which has all its data. */
import t from 'tap';
import { eventually } from '../support/eventually.ts';
import { mongoServer } from '../support/mongo-server.ts';
import { startSystem } from '../support/running-system.ts';
import { signIn } from '../support/student.ts';

const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  t.test('an opening is sent once, even if the process is killed and another one continues', async (t) => {
    const settings = {
      CHECK_INTERVAL_SECONDS: '2',
      LEASE_SECONDS: '2',
      SESSION_SECRET: 'session-secret-for-tests-0123456789',
      STORE_URL: server.database(t),
    };
    const first = await startSystem(t, t.testdir({ first: {}, second: {} }) + '/first', settings);
    const { campusUrl } = (await (await fetch(`${first.url}/api/v1/about`)).json()) as { campusUrl: string };
    const {
      sections: [full],
    } = (await (await fetch(`${campusUrl}/api/sections?status=full&limit=1`)).json()) as {
      sections: { section: string }[];
    };
    const { section } = full!;
    const ada = await signIn(first, 'ada@example.edu');
    t.equal((await ada.api('/api/v1/watches', { method: 'POST', json: { section } })).status, 201);
    await first.kill();

    const second = await startSystem(t, first.dataDir.replace(/first$/, 'second'), settings);
    t.match(await (await fetch(`${second.url}/api/v1/sections/${section}`)).json(), { section, status: 'full' });
    const again = await signIn(second, 'ada@example.edu');
    t.match(await (await again.api('/api/v1/watches')).json(), { watches: [{ section }] });
    const about = (await (await fetch(`${second.url}/api/v1/about`)).json()) as { campusUrl: string };
    await fetch(`${about.campusUrl}/api/sections/${section.replace('asu/', '')}/open-seat`, { method: 'POST' });
    await eventually(async () => (await again.mails()).length > 0);
    await eventually(async () => (await fetch(`${second.url}/api/monitoring/health`)).status === 200);
    t.equal(await second.stop(), 0);
    t.equal((await again.mails()).length, 1);
  });
}
