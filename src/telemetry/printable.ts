/** Makes text from outside safe in a line of output: escapes control characters and incomplete surrogates. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Control}\p{Surrogate}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
