/** Sections: a table of all, or one of them. */
import type { JSX } from 'preact';
import { useOpened } from '../shell/use-opened.ts';
import type { ViewProps } from '../view-props.ts';
import { SectionDetails } from './SectionDetails.tsx';
import { SectionsTable } from './SectionsTable.tsx';

export function SectionsView({ api, institutions }: ViewProps): JSX.Element {
  const section = useOpened('sections');
  return section === null ? (
    <SectionsTable api={api} institutions={institutions} />
  ) : (
    <SectionDetails key={section} section={section} api={api} />
  );
}
