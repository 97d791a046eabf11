/** The rooms of src/ and the imports between them, read from the sources. Type imports count. */
import { readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesUnder } from './files.ts';

const IMPORTED = /^\s*(?:import|export)\b[^;'"]*?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]/gm;

/** The floors of the house, top first, from the lint rule that checks them. */
export async function readFloors(): Promise<string[][]> {
  const rule = pathToFileURL(resolve('scripts/lint/floors.js')).href;
  return ((await import(rule)) as { FLOORS: string[][] }).FLOORS;
}

/** Returns the imports of each room. Files directly in src/ are rooms of their own. */
export function readImports(): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>();
  for (const file of filesUnder('src', '.ts', '.tsx')) {
    const from = roomOf(file)!;
    const targets = imports.get(from) ?? new Set<string>();
    imports.set(from, targets);
    for (const [, named, dynamic] of readFileSync(file, 'utf8').matchAll(IMPORTED)) {
      const to = roomOf(posix.join(posix.dirname(file), (named ?? dynamic)!));
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return imports;
}

/** Returns every room that `room` imports, directly or through others. */
export function reachedFrom(room: string, imports: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const visit = (from: string): void => {
    for (const to of imports.get(from) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      visit(to);
    }
  };
  visit(room);
  return reached;
}

/** Returns the first path segment below src/, or undefined for paths outside src/. */
function roomOf(path: string): string | undefined {
  const [top, room] = path.split('/');
  return top === 'src' ? room : undefined;
}
