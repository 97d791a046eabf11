/** An age such as `12 s ago` that updates itself. */
import type { JSX } from 'preact';
import { ago, moment } from './time.ts';
import { useTicking } from './use-ticking.ts';

export function Ago({ at }: { at: string }): JSX.Element {
  return (
    <time dateTime={at} title={moment(at)}>
      {useTicking((now) => ago(at, now))}
    </time>
  );
}
