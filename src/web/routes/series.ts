/** GET /api/v1/series: figures of all nodes over time. */
import { pointsOf } from '../../domain/series-points.ts';
import { RANGES, SERIES } from '../../domain/series.ts';
import { SeriesAnswer, SeriesQuery } from '../contract/series.ts';
import type { Routes } from '../http/route.ts';

export const seriesRoutes: Routes = (app, { node: { store }, context: { clock } }) => {
  app.get(
    '/api/v1/series',
    {
      schema: {
        tags: ['operator'],
        summary: 'Figures over time, of all nodes together',
        querystring: SeriesQuery,
        response: { 200: SeriesAnswer },
      },
    },
    async ({ query: { name, range } }): Promise<SeriesAnswer> => {
      const { seconds, step } = RANGES[range];
      const to = Math.floor(clock.now() / 1_000 / step) * step;
      const span = { from: to - seconds, to, step };
      const measured = await store.series.figures(step, name, span.from, span.to);
      return { name, unit: SERIES[name].unit, stepSeconds: step, ...pointsOf(name, measured, span) };
    },
  );
};
