import t from 'tap';
import type { OperatorServerFrame } from '../../../src/web/contract/operator-frames.ts';
import { treeNode } from '../../support/tree-node.ts';
import { bearer, OPERATOR_TOKEN, stage } from '../stage.ts';

t.test(
  'an operator can restart a part, retire a browser, and close or open a breaker; all of it is audited',
  async (t) => {
    const { ask, neighbours, store } = await stage(t);
    for (const [route, body, order] of [
      ['restart', {}, { do: 'restart' }],
      ['retire', {}, { do: 'retire' }],
      ['breaker', { state: 'closed' }, { do: 'close-breaker' }],
      ['breaker', { state: 'open' }, { do: 'open-breaker' }],
      ['crash', {}, { do: 'crash' }],
    ] as const) {
      const sent = { ...body, path: 'notifying/email' };
      const { status, body: answer } = await ask('POST', `/api/v1/supervisors/${route}`, {
        headers: bearer,
        body: sent,
      });
      t.equal(status, 202, route);
      t.same(answer, { node: 'n', path: 'notifying/email' });
      t.same(neighbours.orders.pop(), { ...order, path: 'notifying/email' });
      const entries = await store.audit.page(null, 1);
      t.match(entries, [{ who: 'token', action: order.do, subject: 'n/notifying/email' }]);
    }
  },
);

t.test('what is not there is 404, and a node that does not answer is 503', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  const post = (body: object) => ask('POST', '/api/v1/supervisors/restart', { headers: bearer, body });
  neighbours.canDo = false;
  t.match(await post({ path: 'checking/nobody' }), { status: 404, body: { code: 'PMC_PLACE_NOT_FOUND' } });
  neighbours.canDo = true;
  t.match(await post({ path: 'web', node: 'elsewhere' }), { status: 404 });
  neighbours.others = ['silent'];
  const gone = post({ path: 'web', node: 'silent' });
  for (let second = 0; second < 4; second += 1) await clock.advance(1_000);
  t.match(await gone, { status: 503 });
  t.match(await post({ node: 'n' }), { status: 422, body: { code: 'PMC_BODY_INVALID' } });
});

t.test('nothing can be made to fail at a real university', async (t) => {
  const { ask, neighbours } = await stage(t, {
    node: { sources: { institutions: [], linkFor: () => '', simulator: null } },
  });
  const { status, body } = await ask('POST', '/api/v1/supervisors/crash', { headers: bearer, body: { path: 'web' } });
  t.equal(status, 409);
  t.equal(body.code, 'PMC_NOT_SIMULATED');
  t.same(neighbours.orders, []);
});

t.test('when a place changes its state, those who watch see it at once', async (t) => {
  const { operators, clock, treeChanged } = await stage(t, {
    own: { tree: () => treeNode('root', { state: 'failed' }) },
  });
  const client = await operators();
  client.send({ type: 'sign-in', token: OPERATOR_TOKEN });
  client.send({ type: 'watch', topics: ['nodes'] });
  await client.take(2);
  await clock.advance(200);
  treeChanged();
  await clock.advance(0);
  const { type, patch } = (await client.next()) as OperatorServerFrame & { type: 'patch' };
  t.equal(type, 'patch');
  t.match(
    patch.find(({ path }) => path === '/nodes/0/tree/state'),
    { op: 'replace', value: 'failed' },
  );
});
