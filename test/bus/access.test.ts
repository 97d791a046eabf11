import t from 'tap';
import { mayPublish, mayRead, signIn } from '../../src/bus/access.ts';
import type { Keys } from '../../src/bus/access.ts';

const TOKEN = 'an-operator-token-of-thirty-two-characters';
const KEYS = [
  { id: 'pmc_facts', scopes: ['facts'], ratePerMinute: 60 },
  { id: 'pmc_view', scopes: ['facts', 'view'], ratePerMinute: 60 },
] as const;
const keys: Keys = {
  check: async (id, secret) => (secret === 'right' ? KEYS.find((key) => key.id === id) : undefined),
  hold: () => () => undefined,
};
const open = { operatorToken: TOKEN, anonymous: true, homeAssistant: false, keys };
const closed = { operatorToken: TOKEN, anonymous: false, homeAssistant: false, keys };

t.test('clients without credentials are let in only where anonymous clients are allowed', async (t) => {
  t.same(await signIn(open, undefined, undefined), { role: 'anonymous' });
  t.same(await signIn(closed, undefined, undefined), { refused: 'no-credentials' });
});

t.test('the operator token signs an operator in', async (t) => {
  t.same(await signIn(closed, 'operator', Buffer.from(TOKEN)), { role: 'operator' });
});

t.test('a key signs in with its id and secret, as a viewer if it may view', async (t) => {
  t.same(await signIn(closed, 'pmc_facts', Buffer.from('right')), { role: 'key', key: KEYS[0] });
  t.same(await signIn(closed, 'pmc_view', Buffer.from('right')), { role: 'viewer', key: KEYS[1] });
});

t.test('while the store is away, nobody knows whether a key is right', async (t) => {
  const away = { ...open, keys: { ...keys, check: async () => Promise.reject(new Error('away')) } };
  t.same(await signIn(away, 'pmc_facts', Buffer.from('right')), { refused: 'store' });
  t.same(await signIn(away, 'operator', Buffer.from(TOKEN)), { role: 'operator' });
});

t.test('wrong credentials are refused, even where none are needed', async (t) => {
  const wrong: [string | undefined, string | undefined][] = [
    ['operator', 'wrong'],
    ['operator', ''],
    ['operator', undefined],
    ['operator', `${TOKEN}x`],
    ['operator', 'right'],
    ['Operator', TOKEN],
    ['', ''],
    ['', undefined],
    ['student', TOKEN],
    [undefined, TOKEN],
    ['pmc_facts', 'wrong'],
    ['pmc_facts', undefined],
    ['pmc_none', 'right'],
  ];
  for (const [username, password] of wrong) {
    const outcome = await signIn(open, username, password === undefined ? undefined : Buffer.from(password));
    t.same(outcome, { refused: 'wrong-credentials' }, `${username}:${password}`);
  }
});

t.test('clients from outside may read the public topics, with wildcards below their roots', (t) => {
  const filters = [
    'pickmyclass/sections/asu/2267/66445',
    'pickmyclass/sections/#',
    'pickmyclass/sections/+/2267/+',
    'pickmyclass/changes/#',
    'pickmyclass/changes/asu/2267/+/opened',
    'pickmyclass/nodes/+',
    'pickmyclass/health',
    'pickmyclass/alerts/#',
  ];
  for (const filter of filters)
    for (const role of ['anonymous', 'key', 'viewer', 'operator'] as const)
      t.ok(mayRead(open, role, filter), `${role} ${filter}`);
  t.end();
});

const beyond = [
  '#',
  '+',
  '+/#',
  '/#',
  'pickmyclass',
  'pickmyclass/#',
  'pickmyclass/+',
  'pickmyclass/+/x',
  'pickmyclass/+/asu/2267/66445',
  '+/sections/#',
  'pickmyclass/sectionsx',
  'pickmyclass/sections#',
  'Pickmyclass/sections/#',
  '/pickmyclass/sections/#',
  'pickmyclass//sections/#',
  '$share/group/pickmyclass/sections/#',
  '$SYS/#',
  '$SYS/broker/new/clients',
  'pickmyclass/other',
  '',
];

t.test('a filter that matches other topics is refused to everybody', (t) => {
  for (const filter of beyond) {
    t.notOk(mayRead(open, 'anonymous', filter), `anonymous ${filter}`);
    for (const role of ['key', 'viewer', 'operator'] as const)
      t.notOk(mayRead(open, role, filter), `${role} ${filter}`);
  }
  t.end();
});

t.test('only operators and the actors themselves may read the messages between actors', (t) => {
  for (const filter of [
    'pickmyclass/actors/#',
    'pickmyclass/actors/node-1/publisher',
    'pickmyclass/actors/+/publisher',
  ]) {
    t.notOk(mayRead(open, 'anonymous', filter), filter);
    t.notOk(mayRead(open, 'key', filter), filter);
    t.ok(mayRead(open, 'viewer', filter), filter);
    t.ok(mayRead(open, 'operator', filter), filter);
    t.ok(mayRead(open, 'internal', filter), filter);
  }
  t.end();
});

t.test('clients from outside may publish nothing, worker threads only messages between actors', (t) => {
  for (const topic of ['pickmyclass/sections/asu/2267/66445', 'pickmyclass/actors/node-1/publisher', 'x']) {
    t.notOk(mayPublish('anonymous', topic), topic);
    t.notOk(mayPublish('operator', topic), topic);
  }
  t.ok(mayPublish('internal', 'pickmyclass/actors/node-1/publisher'));
  t.notOk(mayPublish('internal', 'pickmyclass/actors'));
  t.notOk(mayPublish('internal', 'pickmyclass/sections/asu/2267/66445'));
  t.end();
});

t.test('the discovery messages for Home Assistant may be read where they are published', (t) => {
  for (const filter of ['homeassistant/#', 'homeassistant/status', 'homeassistant/+/+/+/config']) {
    t.notOk(mayRead(open, 'anonymous', filter), filter);
    t.ok(mayRead({ homeAssistant: true }, 'anonymous', filter), filter);
    t.ok(mayRead({ homeAssistant: true }, 'key', filter), filter);
  }
  t.notOk(mayRead({ homeAssistant: true }, 'key', 'homeassistants/#'));
  t.end();
});
