/** Writes docs/reference/rooms.md: a picture of the imports between the rooms of src/. */
import { head, table } from './markdown.ts';
import { reachedFrom, readFloors, readImports } from './rooms.ts';

export async function roomsPage(): Promise<string> {
  const imports = readImports();
  const floors = (await readFloors()).map((floor) => floor.filter((room) => imports.has(room)));
  const rooms = inOrder(floors);
  const mark = (from: string, to: string): string => (from === to ? '·' : imports.get(from)!.has(to) ? '●' : ' ');
  return [
    head('Rooms', 'the imports in `src/`, types included'),
    'Imports run down: a room may import its own floor and the floors below. An arrow that follows from others ' +
      'is left out:',
    'where A imports B and B imports C, an arrow from A to C adds nothing. The table below has all imports.\n',
    '```mermaid',
    'flowchart TD',
    ...floors.map(
      (floor, index) => `  subgraph floor${index}[" "]\n    direction LR\n    ${floor.join('\n    ')}\n  end`,
    ),
    ...rooms.flatMap((room) => directImports(room, imports).map((to) => `  ${room} --> ${to}`)),
    '```\n',
    'A row shows what the room imports. The rooms stand in the order of the floors, so an import up, or a ' +
      'circle, would be a',
    'mark below the diagonal.\n',
    table(
      ['', ...rooms],
      rooms.map((from) => [`**${from}**`, ...rooms.map((to) => mark(from, to))]),
    ),
  ].join('\n');
}

/** Returns the rooms floor by floor. On a floor, a room comes before the rooms it imports, because it reaches more. */
export function inOrder(floors: readonly string[][]): string[] {
  const imports = readImports();
  const reach = (room: string): number => reachedFrom(room, imports).size;
  return floors.flatMap((floor) => floor.toSorted((one, other) => reach(other) - reach(one)));
}

/** Returns the imports of `room` that it does not also reach through its other imports. */
function directImports(room: string, imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const targets = [...imports.get(room)!].toSorted();
  return targets.filter((to) => !targets.some((other) => other !== to && reachedFrom(other, imports).has(to)));
}
