/** The known institutions. To add one, add a folder and a line here. */
import { asuDriver } from './asu/driver.ts';
import { asu } from './asu/asu.ts';
import type { Destination, Permission } from '../browsers/gate.ts';
import type { Institution, SourceConfig, SourceDriver } from './institution.ts';

const institutions: Readonly<Record<string, { institution: Institution; driver: SourceDriver }>> = {
  asu: { institution: asu, driver: asuDriver },
};

/** Returns undefined if there is no such institution. */
export function institutionById(id: string): Institution | undefined {
  return Object.hasOwn(institutions, id) ? institutions[id]?.institution : undefined;
}

/** Returns the driver that reads the institution's site in a browser thread. Undefined if there is none. */
export function driverById(id: string): SourceDriver | undefined {
  return Object.hasOwn(institutions, id) ? institutions[id]?.driver : undefined;
}

/** Returns the permission of a browser for all these sources (by institution) to connect to `destination`. */
export function permissionOf(
  sources: Readonly<Record<string, Pick<SourceConfig, 'catalogUrl' | 'apiUrl'>>>,
  destination: Destination,
): Permission {
  const given = Object.entries(sources).map(([id, source]) => driverById(id)?.permissionFor(source, destination));
  return (['anywhere', 'public'] as const).find((permission) => given.includes(permission)) ?? 'refused';
}
