/** The universities there are. Adding one is adding a folder and a line here. */
import { asuDriver } from './asu/driver.ts';
import { asu } from './asu/asu.ts';
import type { Institution, SourceDriver } from './institution.ts';

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
