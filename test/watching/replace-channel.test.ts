import t from 'tap';
import { replaceChannel } from '../../src/watching/replace-channel.ts';
import type { Watch } from '../../src/domain/watch.ts';

/** Watches by id with the channels that they name. */
async function after(before: Record<string, string[] | null>, gone: string, by: string | null) {
  const named = { ...before };
  const watches = Object.entries(named).map(([id, channels]) => ({ id, channels }) as Watch);
  const updated: string[] = [];
  await replaceChannel(
    {
      list: async () => watches,
      update: async (_userId, id, { channels }) => {
        updated.push(id);
        named[id] = channels!;
        return undefined;
      },
    },
    'ada',
    gone,
    by,
  );
  return { named, updated };
}

t.test('a channel takes the place of another in every watch that names it', async (t) => {
  const before = { all: null, other: ['mail'], both: ['mail', 'phone'], one: ['phone'] };
  t.same(await after(before, 'phone', 'phone-2'), {
    named: { all: null, other: ['mail'], both: ['mail', 'phone-2'], one: ['phone-2'] },
    updated: ['both', 'one'],
  });
});

t.test('a watch whose only channel is gone tells on all channels', async (t) => {
  const { named } = await after({ both: ['mail', 'phone'], one: ['phone'] }, 'phone', null);
  t.same(named, { both: ['mail'], one: null });
});
