/** The values of a chart as a table, newest first, for people who cannot see the chart or want the numbers. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { moment } from '../../shared/time.ts';
import { aboutColumn, columnsOf, type Figure } from './figures.ts';
import type { Lines } from './lines.ts';
import { rowsOf } from './table-rows.ts';
import type { Unit } from './units.ts';

interface Props {
  figure: Figure;
  lines: Lines | undefined;
  unit: Unit;
}

export function FigureTable({ figure, lines, unit }: Props): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="figure-table" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary aria-label={`Show as table: ${figure.title}`}>Show as table</summary>
      {isOpen && <Explained figure={figure} />}
      {isOpen && lines && <Rows figure={figure} lines={lines} unit={unit} />}
    </details>
  );
}

function Explained({ figure }: { figure: Figure }): JSX.Element {
  return (
    <dl class="figure-about quiet">
      {columnsOf(figure).map((column) => {
        const { title, about } = aboutColumn(figure, column);
        return (
          <div key={column}>
            <dt>{title}</dt>
            <dd>{about}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function Rows({ figure, lines, unit }: { figure: Figure; lines: Lines; unit: Unit }): JSX.Element {
  const rows = rowsOf(lines, unit);
  if (rows.length === 0) return <p class="quiet">Nothing was measured in this time.</p>;
  return (
    <div class="figure-rows" tabIndex={0} role="region" aria-label={`${figure.title}, values`}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {lines.columns.map((column) => (
              <th key={column} scope="col">
                {aboutColumn(figure, column).title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, cells }) => (
            <tr key={at}>
              <th scope="row">{moment(at)}</th>
              {cells.map((cell, place) => (
                <td key={place}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
