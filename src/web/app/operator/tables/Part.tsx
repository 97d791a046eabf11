/** A titled table in the details of something, with the number of its rows. */
import type { ComponentChildren, JSX } from 'preact';
import { Table } from './Table.tsx';

interface Props {
  title: string;
  heads: readonly string[];
  /** What is shown when there are no rows. */
  none: string;
  children: ComponentChildren[];
}

export function Part({ title, heads, none, children }: Props): JSX.Element {
  return (
    <>
      <h2>
        {title} <span class="quiet">{children.length}</span>
      </h2>
      {children.length === 0 ? <p class="quiet">{none}</p> : <Table heads={heads}>{children}</Table>}
    </>
  );
}
