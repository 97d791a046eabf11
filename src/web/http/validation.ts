/** Validates requests against the schemas of the routes. */
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Validator } from 'typebox/compile';
import { faultWords } from './fault-words.ts';
import type { Fault } from './fault-words.ts';

/** Converts strings of digits to integers in queries, where the schema has an integer. Converts nothing else. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  // Compiled by the first request, so that a start does not wait until all schemas are compiled.
  let validator: Validator | undefined;
  const integers = httpPart === 'querystring' ? integersOf(schema) : [];
  return (given: unknown) => {
    const value = integers.length === 0 ? given : withIntegers(given as Record<string, unknown>, integers);
    validator ??= Compile(schema);
    if (validator.Check(value)) return { value };
    const faults = validator.Errors(value) as Fault[];
    // Fastify takes a list of faults too, and the first one is answered.
    return { error: [{ ...faults[0]!, message: faultWords(faults, schema) }] as unknown as Error };
  };
};

function integersOf(schema: TSchema): string[] {
  const { properties = {} } = schema as { properties?: Record<string, { type?: string }> };
  return Object.keys(properties).filter((name) => properties[name]?.type === 'integer');
}

function withIntegers(query: Record<string, unknown>, names: string[]): Record<string, unknown> {
  const read = names.flatMap((name) => {
    const text = query[name];
    return typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? [[name, Number(text)]] : [];
  });
  return { ...query, ...(Object.fromEntries(read) as Record<string, number>) };
}
