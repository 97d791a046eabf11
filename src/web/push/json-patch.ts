/** What has changed between two JSON values, as a JSON Patch (RFC 6902) of `add`, `replace` and `remove`. Pure. */
import type { PatchOperation } from '../contract/operator-frames.ts';

/** Values are as JSON.parse returns them; properties that are undefined count as absent. A list of another length is
 * replaced as a whole. */
export function patchBetween(before: unknown, after: unknown): PatchOperation[] {
  const patch: PatchOperation[] = [];
  compare(before, after, '', patch);
  return patch;
}

type Json = Record<string, unknown>;

function compare(before: unknown, after: unknown, path: string, patch: PatchOperation[]): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (let index = 0; index < after.length; index += 1)
      compare(before[index], after[index], `${path}/${index}`, patch);
  } else if (isObject(before) && isObject(after)) {
    compareObjects(before, after, path, patch);
  } else {
    patch.push({ op: 'replace', path, value: after });
  }
}

function compareObjects(before: Json, after: Json, path: string, patch: PatchOperation[]): void {
  for (const name of Object.keys(before))
    if (isIn(before, name) && !isIn(after, name)) patch.push({ op: 'remove', path: below(path, name) });
  for (const [name, value] of Object.entries(after)) {
    if (value === undefined) continue;
    if (!isIn(before, name)) patch.push({ op: 'add', path: below(path, name), value });
    else compare(before[name], value, below(path, name), patch);
  }
}

function isIn(object: Json, name: string): boolean {
  return Object.hasOwn(object, name) && object[name] !== undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901: `~` and `/` are escaped. */
const below = (path: string, name: string): string => `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
