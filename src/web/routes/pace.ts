/** GET /api/v1/pace: whether the request budget allows the interval that is set. */
import { PaceList } from '../contract/nodes.ts';
import type { Actors } from '../actors.ts';
import type { Routes } from '../http/route.ts';

export const paceRoutes: Routes = (app, { node, actors }) => {
  app.get(
    '/api/v1/pace',
    {
      schema: {
        tags: ['operator'],
        summary: 'How often sections are looked at, and how often the settings ask for it',
        response: { 200: PaceList },
      },
    },
    () => pacesOf(node.sources.institutions, actors),
  );
};

export async function pacesOf(
  institutions: readonly { id: string }[],
  actors: Pick<Actors, 'pace'>,
): Promise<PaceList> {
  const paces = institutions.map(async ({ id }) => {
    const { askedPerMinute, allowedPerMinute, intervalMs, resultingMs } = await actors.pace(id, []);
    return {
      institution: id,
      askedPerMinute,
      allowedPerMinute,
      intervalSeconds: Math.round(intervalMs / 1000),
      resultingSeconds: Math.round(resultingMs / 1000),
    };
  });
  return { paces: await Promise.all(paces) };
}
