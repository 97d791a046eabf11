/** Says in plain words what is wrong with a request, or with a frame, that does not fit its schema. */
import type { TSchema } from 'typebox';

/** A fault as the validator reports it. */
export interface Fault {
  keyword: string;
  /** Where the rule is in the schema, such as `#/properties/after`. */
  schemaPath: string;
  instancePath: string;
  params: object;
  message: string;
}

/** What the parameters of faults may have, by their keyword. */
interface Params {
  type?: string;
  limit?: number;
  allowedValues?: unknown[];
  allowedValue?: unknown;
  requiredProperties?: string[];
  additionalProperties?: string[];
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

/** Names the field of a fault: `kinds.0` for `/kinds/0`, also of a missing or an unknown one. `all` is the whole. */
export function faultField({ instancePath, params }: Pick<Fault, 'instancePath' | 'params'>, all: string): string {
  const { requiredProperties, additionalProperties } = params as Params;
  const name = requiredProperties?.[0] ?? additionalProperties?.[0] ?? [];
  return [...instancePath.split('/').slice(1), ...[name].flat()].join('.').slice(0, 100) || all;
}

/** Returns the words for the first of the faults, which all concern one request. They follow the name of a field. */
export function faultWords(faults: readonly Fault[], schema: TSchema): string {
  const { keyword, schemaPath, instancePath, params, message } = faults[0]!;
  const { type = '', limit = 0, allowedValues = [] } = params as Params;
  switch (keyword) {
    case 'required':
      return 'is missing';
    case 'boolean':
    case 'additionalProperties':
      return 'is not known here';
    case 'type':
      return `must be ${TYPES[type] ?? type}`;
    case 'enum':
      return oneOf(allowedValues);
    case 'const':
      return oneOf(
        faults
          .filter((other) => other.keyword === 'const' && other.instancePath === instancePath)
          .map((other) => (other.params as Params).allowedValue),
      );
    case 'minLength':
    case 'minItems':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} ${unitOf(keyword)}`;
    case 'maxLength':
    case 'maxItems':
      return `must have at most ${limit} ${unitOf(keyword)}`;
    case 'uniqueItems':
      return 'must not name anything twice';
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'pattern': {
      const example = exampleAt(schema, schemaPath);
      return example === undefined ? 'is not valid' : `must be written like ${example}`;
    }
    default:
      return message;
  }
}

function unitOf(keyword: string): string {
  return keyword.endsWith('Items') ? 'items' : 'characters';
}

/** The empty string counts as left out, so it is not named. */
function oneOf(values: readonly unknown[]): string {
  return `must be ${values.length > 1 ? 'one of ' : ''}${values.filter((value) => value !== '').join(', ')}`;
}

/** The first example of the schema at `path`. */
function exampleAt(schema: TSchema, path: string): string | undefined {
  let at: unknown = schema;
  for (const key of path.split('/').slice(1)) at = (at as Record<string, unknown> | undefined)?.[key];
  const example = (at as { examples?: unknown[] } | undefined)?.examples?.[0];
  return typeof example === 'string' ? example : undefined;
}
