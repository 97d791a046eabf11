/** Colours, on a terminal only, and not where NO_COLOR is set (see no-color.org). */
import { styleText } from 'node:util';

export function coloured(
  colour: 'green' | 'red' | 'yellow' | 'bold',
  text: string,
  out: Pick<NodeJS.WriteStream, 'isTTY'> = process.stdout,
): string {
  const isPlain = !out.isTTY || (process.env['NO_COLOR'] ?? '') !== '';
  return isPlain ? text : styleText(colour, text);
}
