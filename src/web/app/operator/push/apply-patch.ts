/** Applies a JSON Patch (RFC 6902) as the server sends it. Pure: what has not changed stays the same object. */
import type { PatchOperation } from '../../../contract/operator-frames.ts';

export function applyPatch(value: unknown, patch: readonly PatchOperation[]): unknown {
  return patch.reduce<unknown>((changed, operation) => changeAt(changed, partsOf(operation.path), operation), value);
}

type Json = Record<string, unknown>;

function changeAt(value: unknown, [name, ...rest]: readonly string[], operation: PatchOperation): unknown {
  if (name === undefined) return operation.op === 'remove' ? undefined : operation.value;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Json) }) as Json;
  if (rest.length === 0 && operation.op === 'remove') delete copy[name];
  else copy[name] = changeAt(copy[name], rest, operation);
  return copy;
}

/** RFC 6901. The first part is empty: the pointer begins with a slash. */
function partsOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
