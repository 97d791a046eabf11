/** The universities there are. Adding one is adding a folder and a line here. */
import { asuDriver } from './asu/driver.ts';
import { asu } from './asu/asu.ts';
import type { Destination, Permission } from '../browsers/gate.ts';
import type { Institution, SourceConfig, SourceDriver } from './institution.ts';

const institutions: Readonly<Record<string, { institution: Institution; driver: SourceDriver }>> = {
  asu: { institution: asu, driver: asuDriver },
};

/** undefined: not one we know. */
export function institutionById(id: string): Institution | undefined {
  return Object.hasOwn(institutions, id) ? institutions[id]?.institution : undefined;
}

/** How to see what `id` offers, from a browser's thread; undefined: not one we know. */
export function driverById(id: string): SourceDriver | undefined {
  return Object.hasOwn(institutions, id) ? institutions[id]?.driver : undefined;
}

/** To whom a browser may speak that sees all these sources, by institution. */
export function permissionOf(
  sources: Readonly<Record<string, Pick<SourceConfig, 'catalogUrl' | 'apiUrl'>>>,
  destination: Destination,
): Permission {
  const given = Object.entries(sources).map(([id, source]) => driverById(id)?.permissionFor(source, destination));
  return (['anywhere', 'public'] as const).find((permission) => given.includes(permission)) ?? 'refused';
}
