/** Many dead letters at once: by cause, by choice, or all. */
import { parseSectionKey } from '../../domain/section.ts';
import type { DeadLetter } from '../../store/dead-letters.ts';
import { eachDeadLetter } from '../../store/each-dead-letter.ts';
import type { Store } from '../../store/store.ts';
import type { DeadLetterChoice as Choice } from '../contract/dead-letters.ts';
import { DeadLetterChoice, DeadLetterGroups, HandledLetters } from '../contract/dead-letters.ts';
import { deadLetterGroups, namesOf } from '../dead-letter-groups.ts';
import { enter } from '../http/audited.ts';
import type { Routes } from '../http/route.ts';

export const deadLetterGroupRoutes: Routes = (app, { node: { store }, actors }) => {
  const tags = ['operator'];

  app.get(
    '/api/v1/dead-letters/groups',
    { schema: { tags, summary: 'Dead letters by cause', response: { 200: DeadLetterGroups } } },
    () => deadLetterGroups(store),
  );

  app.post(
    '/api/v1/dead-letters/replay',
    {
      schema: {
        tags,
        summary: 'Try again: those chosen, those of a group, or all',
        body: DeadLetterChoice,
        response: { 202: HandledLetters },
      },
    },
    async (request, reply) => {
      await enter(store.audit, request, 'replay-dead-letters', await nameOf(store, request.body));
      const replayed: DeadLetter[] = [];
      const handled = await forEach(store, request.body, async (id) => {
        const letter = await store.deadLetters.replay(id);
        if (letter !== undefined) replayed.push(letter);
        return letter !== undefined;
      });
      if (replayed.some(({ kind }) => kind === 'notification')) actors.wakeNotifying();
      const institutions = replayed.flatMap(({ subject }) => parseSectionKey(subject)?.institution ?? []);
      for (const institution of new Set(institutions)) actors.wakeScheduler(institution);
      reply.code(202);
      return { handled };
    },
  );

  app.post(
    '/api/v1/dead-letters/discard',
    {
      schema: {
        tags,
        summary: 'Delete the records: those chosen, those of a group, or all',
        body: DeadLetterChoice,
        response: { 200: HandledLetters },
      },
    },
    async (request) => {
      await enter(store.audit, request, 'discard-dead-letters', await nameOf(store, request.body));
      return { handled: await forEach(store, request.body, (id) => store.deadLetters.remove(id)) };
    },
  );
};

/** Handles what is chosen. Returns how many were still there. What becomes a dead letter meanwhile is not handled. */
async function forEach(store: Store, choice: Choice, handle: (id: string) => Promise<boolean>): Promise<number> {
  if ('all' in choice) return await eachDeadLetter(store.deadLetters, ({ id }) => handle(id));
  let handled = 0;
  for (const id of 'ids' in choice ? choice.ids : await idsOf(store, choice.group)) if (await handle(id)) handled += 1;
  return handled;
}

async function idsOf(store: Store, group: string): Promise<string[]> {
  const { groups } = await deadLetterGroups(store);
  return groups.find(({ id }) => id === group)?.letters.map(({ id }) => id) ?? [];
}

async function nameOf(store: Store, choice: Choice): Promise<string> {
  if ('ids' in choice) return namesOf(store, choice.ids);
  return 'group' in choice ? choice.group.slice(0, 200) : 'all';
}
