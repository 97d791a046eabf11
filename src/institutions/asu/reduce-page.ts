/**
 * A function that runs inside the page. The browser gets its source text, so it must not use anything from outside
 * itself.
 */
import type { Kept } from './kept-fields.ts';

export interface Limits {
  /** A longer body is not parsed. */
  parsed: number;
  /** A longer result is cut off, and so is not a search result. */
  reduced: number;
  /** What is handed over of a body that is not a search result. */
  raw: number;
  /** The reader reads no more of a string. */
  text: number;
}

export interface ReducedPage {
  text: string;
  /** The id to request the next page with. The source may give another one each time. */
  scrollId?: string;
  /** Whether it is a search result, and nothing was cut off. */
  isWhole: boolean;
}

/**
 * Reduces the body of one page of an answer to what is read: an answer of the same form, with the same number of rows,
 * whose rows have only the fields in `keptOfRow`. It is read as the whole body would be. A body of another form is
 * returned as it is, up to its limit.
 */
export function reducePage(body: string, keptOfRow: { readonly [field: string]: Kept }, limits: Limits): ReducedPage {
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);

  const keep = (value: unknown, kept: Kept, isInList: boolean): unknown => {
    if (typeof value === 'string') return value.slice(0, limits.text);
    // 1e999 is parsed to an infinite number. It would be written as null, which means unlimited seats.
    if (typeof value === 'number') return Number.isFinite(value) ? value : true;
    if (Array.isArray(value)) return isInList ? [] : value.map((each) => keep(each, kept, true));
    if (!isRecord(value)) return value;
    const fields: Record<string, unknown> = {};
    for (const [name, keptOfIt] of Object.entries(kept))
      if (name in value) fields[name] = keep(value[name], keptOfIt, false);
    return fields;
  };

  /** The row's own field goes before the field of CLAS. */
  const keepRow = (row: unknown): unknown => {
    const fields = keep(row, keptOfRow, true);
    if (isRecord(fields) && isRecord(fields['CLAS']))
      for (const name of Object.keys(fields)) if (fields[name] !== null) delete fields['CLAS'][name];
    return fields;
  };

  const parse = (): unknown => {
    try {
      return body.length > limits.parsed ? undefined : JSON.parse(body);
    } catch {
      return undefined;
    }
  };
  const content = parse();
  if (!isRecord(content) || !Array.isArray(content['classes']) || !isRecord(content['total']))
    return { text: body.slice(0, limits.raw), isWhole: false };
  const text = JSON.stringify({
    classes: content['classes'].map(keepRow),
    total: { value: keep(content['total']['value'], '', true) },
  });
  return {
    text: text.slice(0, limits.reduced),
    isWhole: text.length <= limits.reduced,
    ...(typeof content['scrollId'] === 'string' && { scrollId: content['scrollId'] }),
  };
}
