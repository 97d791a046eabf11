/**
 * Escapes what would move the cursor, end the line or be no character at all: text from outside, as it may stand in a
 * line of output.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Control}\p{Surrogate}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
