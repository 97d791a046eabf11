/** The views of the operator page. Each has a folder with its component; its address is the part after `#/`. */
import type { ComponentType } from 'preact';
import { AuditView } from './audit/AuditView.tsx';
import { DeadLettersView } from './dead-letters/DeadLettersView.tsx';
import { FiguresView } from './figures/FiguresView.tsx';
import { KeysView } from './keys/KeysView.tsx';
import { OverviewView } from './overview/OverviewView.tsx';
import { PeopleView } from './people/PeopleView.tsx';
import { SectionsView } from './sections/SectionsView.tsx';
import type { ViewProps } from './view-props.ts';

export interface View {
  /** What follows `#/`. */
  path: string;
  title: string;
  Component: ComponentType<ViewProps>;
}

export const VIEWS: readonly [View, ...View[]] = [
  { path: '', title: 'Overview', Component: OverviewView },
  { path: 'figures', title: 'Figures', Component: FiguresView },
  { path: 'dead-letters', title: 'Dead letters', Component: DeadLettersView },
  { path: 'people', title: 'People', Component: PeopleView },
  { path: 'sections', title: 'Sections', Component: SectionsView },
  { path: 'keys', title: 'Keys', Component: KeysView },
  { path: 'audit', title: 'Audit', Component: AuditView },
];

/** Returns the view at a hash; undefined if the hash names no view, like that of the skip link. */
export function viewAt(hash: string): View | undefined {
  const [, path] = /^#\/([\w-]*)/.exec(hash) ?? [];
  return VIEWS.find((view) => view.path === path);
}
