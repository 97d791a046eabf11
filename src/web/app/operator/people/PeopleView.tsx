/** Students: a table of all, or one of them. */
import type { JSX } from 'preact';
import type { ViewProps } from '../view-props.ts';
import { PeopleTable } from './PeopleTable.tsx';
import { Person } from './Person.tsx';
import { useOpened } from '../shell/use-opened.ts';

export function PeopleView(props: ViewProps): JSX.Element {
  const id = useOpened('people');
  return id === null ? <PeopleTable {...props} /> : <Person key={id} id={id} {...props} />;
}
