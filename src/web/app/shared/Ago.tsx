/** An age such as `12 sec. ago` that updates itself. */
import type { JSX } from 'preact';
import { useTicking } from './use-ticking.ts';
import { useWords } from './words.tsx';

export function Ago({ at }: { at: string }): JSX.Element {
  const { formats } = useWords();
  return (
    <time dateTime={at} title={formats.moment(at)}>
      {/* Clocks differ, and a time in the future would be no age. */}
      {useTicking((now) => formats.ago(Math.min(now, Date.parse(at)), now))}
    </time>
  );
}
