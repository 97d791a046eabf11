/** Reads single values from a site that may send anything: text is cleaned and cut, numbers are checked. */

/** No more of a string is read. The longest are lists of places, with 200 characters each. */
export const READ_MAX = 20_000;
const TEXT_MAX = 200;
const INTEGER = /^-?\d{1,6}$/;

/**
 * One line of at most 200 characters without control, format or lone surrogate characters; '' if it is not a string.
 */
export function cleanText(value: unknown): string {
  if (typeof value !== 'string') return '';
  const line = value
    .slice(0, 4 * TEXT_MAX)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}]+/gu, '')
    .trim();
  return Array.from(line).slice(0, TEXT_MAX).join('');
}

/** An integer from a number or a digit string (the API mixes both); undefined: it is something else. */
export function toInteger(value: unknown): number | undefined {
  const text =
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.slice(0, READ_MAX).trim() : '';
  return INTEGER.test(text) ? Number(text) : undefined;
}

/** An identifier of digits, from a string or a number; undefined: it is something else. */
export function toDigits(value: unknown, minLength: number, maxLength: number): string | undefined {
  const text = typeof value === 'number' ? String(value) : cleanText(value);
  return text.length >= minLength && text.length <= maxLength && /^\d+$/.test(text) ? text : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
