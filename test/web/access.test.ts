/**
 * Every HTTP route and every MQTT topic with every identity, compared with one table. A route that is not named here is
 * an operator's.
 */
import t from 'tap';
import { mayRead } from '../../src/bus/access.ts';
import type { Role } from '../../src/bus/access.ts';
import { TOPICS } from '../../src/web/contract/topics.ts';
import { CSE310, watch } from '../contract/store/harness.ts';
import type { Asked } from './asking.ts';
import { bearer, OPERATOR, stage, VIEWER } from './stage.ts';

const SECTION = '/api/v1/sections/{institution}/{term}/{classNumber}';
const FOR_ANYONE: readonly RegExp[] = [
  /^get \/(api\/monitoring\/health|status|livez|readyz|metrics)$/,
  new RegExp(`^get ${SECTION.replaceAll(/[{}]/g, '\\$&')}(/[\\w.]+)?$`),
  /^get \/api\/v1\/courses\/.+\/feed\.atom$/,
  /^get \/api\/v1\/(search|suggest|about|push-key|changes|stream|session\/waiting|status)$/,
  /^(post|delete) \/api\/v1\/session$/,
  /^(get|post) \/api\/v1\/unsubscribe$/,
];
const FOR_STUDENTS: readonly RegExp[] = [/^get \/api\/v1\/session$/, /^\w+ \/api\/v1\/(watches|channels|me)(\/.*)?$/];

type Group = 'anyone' | 'student' | 'read' | 'write';

function groupOf(route: string): Group {
  if (FOR_ANYONE.some((pattern) => pattern.test(route))) return 'anyone';
  if (FOR_STUDENTS.some((pattern) => pattern.test(route))) return 'student';
  return route.startsWith('get ') ? 'read' : 'write';
}

const OUT = 'PMC_NOT_SIGNED_IN';
const NOT = 'PMC_NOT_OPERATOR';
const READS = 'PMC_VIEWER_READS';
const NO_KEY = 'PMC_KEY_WRONG';
/** The code that each identity is refused with; null: it is let in. */
const TABLE: Record<string, Record<Group, string | null>> = {
  stranger: { anyone: null, student: OUT, read: OUT, write: OUT },
  student: { anyone: null, student: null, read: NOT, write: NOT },
  'suspended student': { anyone: null, student: OUT, read: OUT, write: OUT },
  'ended session': { anyone: null, student: OUT, read: OUT, write: OUT },
  viewer: { anyone: null, student: null, read: null, write: READS },
  'operator by address': { anyone: null, student: null, read: null, write: null },
  'operator by token': { anyone: null, student: OUT, read: null, write: null },
  'wrong token': { anyone: null, student: OUT, read: 'PMC_OPERATOR_TOKEN_WRONG', write: 'PMC_OPERATOR_TOKEN_WRONG' },
  'key for facts': { anyone: null, student: OUT, read: NOT, write: NOT },
  'key to view': { anyone: null, student: OUT, read: null, write: READS },
  'revoked key': { anyone: NO_KEY, student: NO_KEY, read: NO_KEY, write: NO_KEY },
};

type Stage = Awaited<ReturnType<typeof stage>>;

async function identities({ ask, signIn, store }: Stage): Promise<Record<string, Asked>> {
  const key = async (scopes: string[]): Promise<{ id: string; asked: Asked }> => {
    const { body } = await ask('POST', '/api/v1/keys', { headers: bearer, body: { label: 'other', scopes } });
    const id = String(body['id']);
    return { id, asked: { headers: { authorization: `Bearer ${id}.${String(body['secret'])}` } } };
  };
  const revoked = await key(['facts', 'view']);
  await ask('DELETE', `/api/v1/keys/${revoked.id}`, { headers: bearer });
  const [suspended, ended] = [await signIn('sue@example.edu'), await signIn('eve@example.edu')];
  const [sue] = await store.users.page({ text: 'sue@', filter: null, sort: 'email', after: null, limit: 1 });
  await store.users.suspend(sue!.id);
  await ask('DELETE', '/api/v1/session', { cookie: ended });
  return {
    stranger: {},
    student: { cookie: await signIn('ben@example.edu') },
    'suspended student': { cookie: suspended },
    'ended session': { cookie: ended },
    viewer: { cookie: await signIn(VIEWER) },
    'operator by address': { cookie: await signIn(OPERATOR) },
    'operator by token': { headers: bearer },
    'wrong token': { headers: { authorization: 'Bearer wrong-token-of-thirty-two-characters' } },
    'key for facts': (await key(['facts'])).asked,
    'key to view': (await key(['facts', 'view'])).asked,
    'revoked key': revoked.asked,
  };
}

async function routesOf({ ask }: Stage): Promise<{ route: string; method: string; path: string }[]> {
  const paths = (await ask('GET', '/docs/json')).body['paths'] as Record<string, object>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ route: `${method} ${path}`, method: method.toUpperCase(), path })),
  );
}

const PARTS: Record<string, string> = {
  institution: 'asu',
  term: '2267',
  classNumber: '66445',
  subject: 'CSE',
  number: '310',
};

/** `id` stands for every other parameter. A stream would never end without its query. */
function addressOf(path: string, id: string): string {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PARTS[name] ?? encodeURIComponent(id));
  return path === '/api/v1/stream' ? `${address}?since=none` : address;
}

/** The provider's signature is the permission, whoever else the caller is. */
const SIGNED = 'post /api/v1/mail-events';
/** These would end the account or the session of who is let in. */
const ENDS = /^delete \/api\/v1\/(me|session|me\/sessions)$/;

t.test('every route lets in whom the table says, and refuses everybody else with the code of the table', async (t) => {
  const web = await stage(t);
  await web.see(CSE310);
  const callers = await identities(web);
  const entered = await web.store.audit.page(null, 1);
  const routes = await routesOf(web);
  t.ok(routes.length > 50);
  for (const [who, asked] of Object.entries(callers)) {
    for (const { route, method, path } of routes) {
      const expected = TABLE[who]![groupOf(route)];
      if (route === SIGNED || (expected === null && ENDS.test(route))) continue;
      const { status, body } = await web.ask(method, addressOf(path, 'none'), asked);
      const refused = status === 401 || status === 403 ? body.code : null;
      if (refused !== expected) t.equal(refused, expected, `${who}: ${route}`);
    }
    t.pass(who);
  }
  const refusedOnes = (await web.store.audit.page(null, 500)).filter(({ who }) => who.includes('other'));
  t.same(refusedOnes, [], 'no key did anything');
  t.ok(entered.length > 0);
});

t.test('nobody but its student reaches what belongs to a student', async (t) => {
  const web = await stage(t);
  const ada = await web.signIn();
  const [user] = await web.store.users.page({ text: 'ada@', filter: null, sort: 'email', after: null, limit: 1 });
  await web.see(CSE310);
  const { id: watchId } = await watch(web.harness, user!.id, CSE310);
  const [session] = await web.store.accounts.sessions(user!.id);
  const before = await stored(web, ada);
  const [channel] = await web.store.channels.list(user!.id);
  const callers = await identities(web);
  const mine = ['watches', 'channels', 'me'].map((name) => `/api/v1/${name}`);
  for (const [who, asked] of Object.entries(callers)) {
    for (const { route, method, path } of await routesOf(web)) {
      if (!mine.some((start) => path.startsWith(start)) || !path.includes('{')) continue;
      for (const id of [watchId, channel!.id, session!.id]) {
        const { status } = await web.ask(method, addressOf(path, id), asked);
        if (![401, 404, 415, 422].includes(status)) t.equal(status, 404, `${who}: ${route}`);
      }
    }
  }
  t.same(await stored(web, ada), before);
});

async function stored({ ask }: Stage, cookie: string): Promise<object> {
  const { user, watches, channels } = (await ask('GET', '/api/v1/me/export', { cookie })).body;
  return { user, watches, channels };
}

t.test(
  'only operators and keys to view read the messages between actors, and everybody the public topics',
  async (t) => {
    const roles: Record<Exclude<Role, 'internal'>, boolean> = {
      anonymous: false,
      key: false,
      viewer: true,
      operator: true,
    };
    for (const [name, { address }] of Object.entries(TOPICS)) {
      const filter = address.replaceAll(/\{\w+\}/g, '+').replace('actors/+', 'actors/#');
      for (const [role, readsActors] of Object.entries(roles))
        t.equal(
          mayRead({ homeAssistant: true }, role as Role, filter),
          name !== 'actors' || readsActors,
          `${role}: ${filter}`,
        );
    }
    for (const role of Object.keys(roles))
      for (const filter of [
        '#',
        '+/#',
        'pickmyclass/#',
        'pickmyclass/+/#',
        '$SYS/#',
        'homeassistant/#',
        '$share/g/pickmyclass/actors/#',
      ])
        t.equal(mayRead({ homeAssistant: false }, role as Role, filter), false, `${role}: ${filter}`);
  },
);
