/** Cursors of pages whose place is a key and an id. Clients need not understand them. */
import { storeError } from '../store/errors.ts';

export interface Place {
  key: string | number;
  id: string;
}

export function cursorOf({ key, id }: Place): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** `kind` of key that the pages have. Throws PMC_CURSOR_INVALID. */
export function placeIn(cursor: string, kind: 'string' | 'number'): Place {
  const [key, id, ...more] = listIn(cursor);
  if (typeof key !== kind || typeof id !== 'string' || more.length > 0)
    throw storeError('PMC_CURSOR_INVALID', { cursor: cursor.slice(0, 100) });
  return { key: key as Place['key'], id };
}

function listIn(cursor: string): unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(read) ? read : [];
  } catch {
    return []; // not a cursor of ours: the caller says so
  }
}
