/** Markdown for the generated pages. */

/** Returns the head of a generated page, which nobody edits by hand. */
export function head(title: string, source: string): string {
  return `# ${title}\n\nThis page is generated from ${source}. Do not edit it: run \`npm run docs\`.\n`;
}

/** Returns a table. Bars and angle brackets in cells are escaped; an empty cell shows a dash. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(heads),
    `|${'---|'.repeat(heads.length)}`,
    ...rows.map((cells) => line(cells.map((cell) => (cell === '' ? '–' : escaped(cell))))),
    '',
  ].join('\n');
}

/** In code spans, only the bar must be escaped. */
function escaped(cell: string): string {
  return cell
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')).replaceAll('|', '\\|'))
    .join('');
}
