import t from 'tap';
import { bearer, stage } from '../stage.ts';

t.test('operators see whether the budget allows the interval', async (t) => {
  const { ask, neighbours } = await stage(t);
  Object.assign(neighbours.pace, { askedPerMinute: 104.2, allowedPerMinute: 60, resultingMs: 520_400 });
  t.match(await ask('GET', '/api/v1/pace', { headers: bearer }), {
    status: 200,
    body: {
      paces: [
        {
          institution: 'asu',
          askedPerMinute: 104.2,
          allowedPerMinute: 60,
          intervalSeconds: 300,
          resultingSeconds: 520,
        },
      ],
    },
  });
});

t.test('nobody else sees it', async (t) => {
  const { ask } = await stage(t);
  t.equal((await ask('GET', '/api/v1/pace')).status, 401);
});
