/** Writes docs/reference/http.md: every route of the HTTP API, who may call it, and its errors. */
import { head, table } from './markdown.ts';
import { publishedApis } from './published.ts';
import type { Operation } from './published.ts';

/** The errors for callers who may not call a route. */
const FOR_OTHERS = ['PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR', 'PMC_VIEWER_READS'];

export async function httpPage(): Promise<string> {
  const { paths } = (await publishedApis()).http;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );
  const tags = [...new Set(routes.map(({ operation }) => operation.tags[0]))];
  return [
    head('HTTP', 'the OpenAPI document of the program'),
    'A running program has the full document, with every shape, at `/docs` and `/docs/json`.',
    'Students sign in by a mailed link and have a cookie. Operators send `Authorization: Bearer ' +
      '<OPERATOR_TOKEN>`, or sign in',
    'with an address from `OPERATOR_EMAILS`. Those from `VIEWER_EMAILS` may read what operators read: every other',
    'method is `PMC_VIEWER_READS` for them. All others get `PMC_NOT_SIGNED_IN` or',
    '`PMC_NOT_OPERATOR`. [Errors](errors.md) lists what each code means, and its status.\n',
    ...tags.map((tag) => {
      const rows = routes.filter(({ operation }) => operation.tags[0] === tag);
      return `## ${tag}\n\n${table(['route', 'who', 'what it does', 'errors'], rows.map(rowOf))}`;
    }),
  ].join('\n');
}

function rowOf({ route, operation }: { route: string; operation: Operation }): string[] {
  return [`\`${route}\``, whoMayCall(operation), operation.summary, errorsOf(operation)];
}

function whoMayCall({ security = [] }: Operation): string {
  if (security.some((scheme) => 'operator' in scheme)) return 'operators';
  if (security.some((scheme) => 'mailProvider' in scheme)) return 'the mail provider';
  return security.length > 0 ? 'students' : 'anyone';
}

/** Error answers are described as lists of codes. Codes that follow from who may call are left out. */
function errorsOf({ responses }: Operation): string {
  return Object.values(responses)
    .flatMap(({ description }) => (description.startsWith('PMC_') ? description.split(', ') : []))
    .filter((code) => !FOR_OTHERS.includes(code))
    .map((code) => `\`${code}\``)
    .join(', ');
}
