/** The charts of the view, in the order in which an operator needs them. */
import { SERIES, type SeriesColumn, type SeriesName, SERIES_NAMES } from '../../../../domain/series.ts';

export interface Figure {
  id: string;
  series: SeriesName;
  title: string;
  /** The columns that are shown; undefined: all. Values of very different size are not in one chart. */
  columns?: readonly string[];
}

/** What the source may be asked at most. */
export const BUDGET = 'allowed';
/** Errors with other codes than the most frequent ones. */
export const OTHER = 'other';

const SPLIT: Partial<Record<SeriesName, readonly Omit<Figure, 'series'>[]>> = {
  sections: [
    { id: 'sections', title: 'Sections and students', columns: ['sections', 'students'] },
    { id: 'unknown', title: 'Sections in unknown state', columns: ['unknown'] },
  ],
  requests: [
    { id: 'requests', title: 'Requests and their budget', columns: ['requests', 'asked', BUDGET] },
    { id: 'looks', title: 'Sections looked at', columns: ['looks'] },
  ],
};

export const FIGURES: readonly Figure[] = SERIES_NAMES.flatMap((series) =>
  (SPLIT[series] ?? [{ id: series, title: SERIES[series].title }]).map((figure) => ({ series, ...figure })),
);

/** The columns that are known before the series is read; none for errors, whose columns are their codes. */
export const columnsOf = ({ series, columns }: Figure): readonly string[] =>
  columns ?? SERIES[series].columns.map(({ name }) => name);

/** What a column shows. An error code is its own title. */
export function aboutColumn({ series }: Figure, column: string): Pick<SeriesColumn, 'title' | 'about'> {
  const columns: readonly SeriesColumn[] = SERIES[series].columns;
  return columns.find(({ name }) => name === column) ?? { title: column === OTHER ? 'Others' : column, about: '' };
}
