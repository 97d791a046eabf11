/** Figures over time. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { SeriesRange } from '../../domain/series.ts';
import { SERIES, SERIES_NAMES } from '../../domain/series.ts';

const NAMED = SERIES_NAMES.map((name) => {
  const columns = SERIES[name].columns.map((column) => column.name).join(', ');
  return `\`${name}\`: ${SERIES[name].title}${columns === '' ? '' : ` (${columns})`}`;
});

export const SeriesQuery = Type.Object({
  name: Type.Enum(SERIES_NAMES, { description: NAMED.join('; ') }),
  range: Type.Enum(['1h', '24h', '7d'] satisfies SeriesRange[], {
    description: 'the points are 10 s, one minute or 10 minutes apart',
  }),
});

export const SeriesAnswer = Type.Object(
  {
    name: Type.String(),
    unit: Type.Enum(['count', 'per-minute', 'seconds', 'bytes']),
    stepSeconds: Type.Integer({ description: 'between two points' }),
    columns: Type.Array(Type.String(), { description: 'names of the values; of errors, their codes' }),
    points: Type.Array(Type.Array(Type.Union([Type.Number(), Type.Null()])), {
      description:
        'oldest first: where the step begins, in epoch seconds, then a value for each column. null: not measured then',
    }),
  },
  {
    title: 'Series',
    examples: [
      {
        name: 'browsers',
        unit: 'count',
        stepSeconds: 10,
        columns: ['free', 'busy', 'waiting', 'failed'],
        points: [
          [1_795_464_000, 1, 1, 0, 0],
          [1_795_464_010, null, null, null, null],
          [1_795_464_020, 0.5, 1.5, 12, 0],
        ],
      },
    ],
  },
);
export type SeriesAnswer = Static<typeof SeriesAnswer>;
