/** Writes docs/reference/configuration.md: every environment variable. */
import { head, table } from './markdown.ts';
import { VARIABLES } from './variables.ts';
import type { Variable } from './variables.ts';

export function configurationPage(): string {
  return [
    head('Configuration', '`scripts/docs/variables.ts`; a test compares it with what the program reads'),
    'The configuration is in the environment. It is read once, at the start. An empty variable counts as unset.',
    'If values are invalid, the program names each one and ends with exit code 2.',
    '`pickmyclass doctor` shows what is configured and what can be reached.\n',
    ...Object.entries(VARIABLES).map(
      ([title, variables]) => `## ${title}\n\n${table(['name', 'default', 'meaning'], variables.map(rowOf))}`,
    ),
  ].join('\n');
}

function rowOf(variable: Variable): string[] {
  const fallback = 'default' in variable ? `\`${variable.default}\`` : variable.unset;
  return [`\`${variable.name}\``, fallback, variable.meaning];
}
