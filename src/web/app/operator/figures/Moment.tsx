/** Chooses the time whose values are shown under all charts, for those who have no mouse to point with. */
import type { JSX } from 'preact';
import type { SeriesRange } from '../../../../domain/series.ts';
import { RANGES } from '../../../../domain/series.ts';
import { moment } from '../../shared/time.ts';

interface Props {
  range: SeriesRange;
  /** In epoch seconds; null: the newest values. */
  at: number | null;
  onAt: (at: number | null) => void;
}

export function Moment({ range, at, onAt }: Props): JSX.Element {
  const { seconds, step } = RANGES[range];
  const end = Math.floor(Date.now() / 1_000 / step) * step;
  const words = at === null ? 'Newest values' : moment(new Date(at * 1_000).toISOString());
  return (
    <div class="moment">
      <label for="moment">
        <span class="visually-hidden">Values at </span>
        <output for="moment">{words}</output>
      </label>
      <input
        id="moment"
        type="range"
        min={end - seconds}
        max={end}
        step={step}
        value={at ?? end}
        aria-valuetext={words}
        onInput={({ currentTarget: { valueAsNumber } }) => onAt(valueAsNumber >= end ? null : valueAsNumber)}
      />
    </div>
  );
}
