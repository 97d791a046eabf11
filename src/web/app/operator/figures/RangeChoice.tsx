/** How far back the charts go. */
import type { JSX } from 'preact';
import type { SeriesRange } from '../../../../domain/series.ts';

const WORDS: Readonly<Record<SeriesRange, string>> = { '1h': '1 h', '24h': '24 h', '7d': '7 d' };
const SPOKEN: Readonly<Record<SeriesRange, string>> = { '1h': '1 hour', '24h': '24 hours', '7d': '7 days' };

interface Props {
  range: SeriesRange;
  onChoose: (range: SeriesRange) => void;
}

export function RangeChoice({ range, onChoose }: Props): JSX.Element {
  return (
    <div class="range-choice" role="radiogroup" aria-label="How far back">
      {(Object.keys(WORDS) as SeriesRange[]).map((each) => (
        <label key={each} class="range">
          <input
            type="radio"
            name="range"
            aria-label={SPOKEN[each]}
            checked={each === range}
            onChange={() => onChoose(each)}
          />
          {WORDS[each]}
        </label>
      ))}
    </div>
  );
}
