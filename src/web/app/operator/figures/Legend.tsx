/** The lines of a chart, each with its value under the cursor, or its newest one. */
import type { JSX } from 'preact';
import { aboutColumn, BUDGET, columnsOf, type Figure } from './figures.ts';
import { styleOf } from './line-styles.ts';
import { inWords, type Unit } from './units.ts';

interface Props {
  figure: Figure;
  /** undefined: not read yet. */
  columns: readonly string[] | undefined;
  unit: Unit;
  /** One for each column. null: nothing was measured then. */
  values: readonly (number | null)[];
}

export function Legend({ figure, columns: read, unit, values }: Props): JSX.Element {
  const columns = read ?? columnsOf(figure);
  if (columns.length === 0) return <p class="legend quiet">{read === undefined ? 'Reading…' : 'None in this time.'}</p>;
  return (
    <dl class="legend">
      {columns.map((column, line) => {
        const { title, about } = aboutColumn(figure, column);
        return (
          <div key={column}>
            <dt title={about}>
              <Swatch line={line} isBudget={column === BUDGET} />
              {title}
            </dt>
            <dd>{inWords(values[line] ?? null, unit)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

/** A piece of the line. */
function Swatch({ line, isBudget }: { line: number; isBudget: boolean }): JSX.Element {
  const { colour, dash } = styleOf(line, isBudget);
  return (
    <svg class="swatch" viewBox="0 0 26 4" aria-hidden="true" focusable="false">
      <path d="M0 2h26" style={{ stroke: `var(${colour})`, strokeDasharray: dash.join(' ') }} />
    </svg>
  );
}
