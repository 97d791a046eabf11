import t from 'tap';
import type { TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { ANSWERS } from '../../../src/web/contract/examples.ts';
import { stage } from '../stage.ts';

interface Content {
  schema: TSchema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}
interface Operation {
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { content?: Record<string, Content> }>;
}

const JSON_TYPE = 'application/json';
const { ask } = await stage(t);
const document = (await ask('GET', '/docs/json')).body;
const operations = Object.entries(document['paths'] as Record<string, Record<string, Operation>>).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

/** The bodies that an operation takes and gives when it succeeds. */
function bodiesOf({ requestBody, responses }: Operation): Content[] {
  const answers = Object.entries(responses).filter(([status]) => Number(status) < 300);
  return [requestBody?.content[JSON_TYPE], ...answers.map(([, { content }]) => content?.[JSON_TYPE])].filter(
    (content) => content !== undefined,
  );
}

t.test('every body of the API has an example, and every example fits its schema', async (t) => {
  for (const { name, operation } of operations) {
    for (const { schema, example, examples = {} } of bodiesOf(operation)) {
      const all = [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
      t.ok(all.length > 0, `${name} has an example`);
      for (const one of all) t.ok(Check(schema, one), `${name} ${JSON.stringify(Errors(schema, one))}`);
    }
  }
});

t.test('the table of examples names only routes that exist', async (t) => {
  const names = new Set(operations.map(({ name }) => name.replaceAll(/\{(\w+)\}/g, ':$1')));
  t.same(
    Object.keys(ANSWERS).filter((name) => !names.has(name)),
    [],
  );
});
