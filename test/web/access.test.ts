/**
 * Every HTTP route and every MQTT topic with every identity, compared with one table. A route that is not named here is
 * an operator's.
 */
import t from 'tap';
import { mayRead } from '../../src/bus/access.ts';
import type { Role } from '../../src/bus/access.ts';
import { TOPICS } from '../../src/web/contract/topics.ts';
import { CSE310, watch } from '../contract/store/harness.ts';
import type { Group, Stage } from './identities.ts';
import { identities, TABLE } from './identities.ts';
import { stage } from './stage.ts';

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

function groupOf(route: string): Group {
  if (FOR_ANYONE.some((pattern) => pattern.test(route))) return 'anyone';
  if (FOR_STUDENTS.some((pattern) => pattern.test(route))) return 'student';
  return route.startsWith('get ') ? 'read' : 'write';
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
