import t from 'tap';
import { mayPublish, mayRead, signIn } from '../../src/bus/access.ts';

const TOKEN = 'an-operator-token-of-thirty-two-characters';
const open = { operatorToken: TOKEN, anonymous: true };
const closed = { operatorToken: TOKEN, anonymous: false };

t.test('clients without credentials are let in only where anonymous clients are allowed', (t) => {
  t.same(signIn(open, undefined, undefined), { role: 'anonymous' });
  t.same(signIn(closed, undefined, undefined), { refused: 'no-credentials' });
  t.end();
});

t.test('the operator token signs an operator in', (t) => {
  t.same(signIn(closed, 'operator', Buffer.from(TOKEN)), { role: 'operator' });
  t.end();
});

t.test('wrong credentials are refused, even where none are needed', (t) => {
  const wrong: [string | undefined, string | undefined][] = [
    ['operator', 'wrong'],
    ['operator', ''],
    ['operator', undefined],
    ['operator', `${TOKEN}x`],
    ['Operator', TOKEN],
    ['', ''],
    ['', undefined],
    ['student', TOKEN],
    [undefined, TOKEN],
  ];
  for (const [username, password] of wrong) {
    const outcome = signIn(open, username, password === undefined ? undefined : Buffer.from(password));
    t.same(outcome, { refused: 'wrong-credentials' }, `${username}:${password}`);
  }
  t.end();
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
  for (const filter of filters) t.ok(mayRead('anonymous', filter), filter);
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
    t.notOk(mayRead('anonymous', filter), `anonymous ${filter}`);
    t.notOk(mayRead('operator', filter), `operator ${filter}`);
  }
  t.end();
});

t.test('only operators and the actors themselves may read the messages between actors', (t) => {
  for (const filter of [
    'pickmyclass/actors/#',
    'pickmyclass/actors/node-1/publisher',
    'pickmyclass/actors/+/publisher',
  ]) {
    t.notOk(mayRead('anonymous', filter), filter);
    t.ok(mayRead('operator', filter), filter);
    t.ok(mayRead('internal', filter), filter);
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
