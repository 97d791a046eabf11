/** Every identity at both WebSockets of the pages, compared with the table of the routes. */
import { once } from 'node:events';
import t from 'tap';
import { CSE310, watch } from '../contract/store/harness.ts';
import { identities, TABLE } from './identities.ts';
import { stage } from './stage.ts';

const web = await stage(t);
await web.see(CSE310);
const callers = await identities(web);
const tokenOf = (authorization: string | undefined): string | undefined => authorization?.replace('Bearer ', '');

t.test('the live page of operators lets in who may read what operators read, and nobody else', async (t) => {
  for (const [who, { headers = {}, cookie }] of Object.entries(callers)) {
    const client = await web.operators(cookie === undefined ? {} : { cookie });
    const token = tokenOf(headers['authorization']);
    client.send({ type: 'sign-in', ...(token !== undefined && { token }) });
    const { type, code } = (await client.next()) as { type: string; code?: string };
    const refused = TABLE[who]!.read;
    t.same([type, code], refused === null ? ['signed-in', undefined] : ['error', refused], who);
    client.socket.close();
    await once(client.socket, 'close');
  }
});

t.test('the live page of students tells everybody of sections, and only students of what they watch', async (t) => {
  const [ben] = await web.store.users.page({ text: 'ben@', filter: null, sort: 'email', after: null, limit: 1 });
  await watch(web.harness, ben!.id, CSE310);
  for (const [who, { headers = {}, cookie }] of Object.entries(callers)) {
    const opened = web.live({ ...headers, ...(cookie !== undefined && { cookie }) });
    if (TABLE[who]!.anyone !== null) {
      await t.rejects(opened, /401/, who);
      continue;
    }
    const client = await opened;
    client.send({ type: 'subscribe-mine' });
    const mine = await client.next();
    if (TABLE[who]!.student === null) {
      t.equal(mine.type, 'snapshot', who);
      t.same(
        mine.sections.map(({ section }) => section),
        who === 'student' ? [CSE310] : [],
        who,
      );
    } else t.match(mine, { type: 'error', code: 'PMC_NOT_SIGNED_IN' }, who);
    client.send({ type: 'subscribe', sections: [CSE310] });
    t.match(await client.next(), { type: 'snapshot', sections: [{ section: CSE310 }] }, who);
    client.socket.close();
    await once(client.socket, 'close');
  }
});
