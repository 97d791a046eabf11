/** The protocol of an actor as data, and a cheap validator made from it. */
import type { Ref } from './ref.ts';

/** Returns whether an actor accepts `body`, which may come from another version of the program or from anywhere. */
export type Accepts = (body: unknown) => boolean;

type Kind = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'ref' | Accepts;

/** The kinds that fit a field: the kind of its type, or a function for a stricter check. */
type KindOf<Value> =
  | Accepts
  | ([Value] extends [string]
      ? 'string'
      : [Value] extends [number]
        ? 'number'
        : [Value] extends [boolean]
          ? 'boolean'
          : [Value] extends [readonly unknown[]]
            ? 'array'
            : [Value] extends [Ref<never>]
              ? 'ref'
              : [Value] extends [object]
                ? 'object'
                : never);

type RequiredFields<Message> = {
  [Field in keyof Message as Field extends 'type' ? never : undefined extends Message[Field] ? never : Field]-?: KindOf<
    Message[Field]
  >;
};

type OfType<Message, Type> = Message extends { type: infer Own } ? (Type extends Own ? Message : never) : never;

/** The required fields of each message type, with their kinds. The compiler checks that none is missing. */
export type Protocol<Message extends { type: string }> = {
  [Type in Message['type']]: RequiredFields<OfType<Message, Type>>;
};

/**
 * Makes a validator for an actor that understands `Message`. It checks the type and the required fields, but not the
 * contents of objects and arrays. Unknown fields are allowed, so that a newer sender may add some.
 */
export function protocol<Message extends { type: string }>(table: Protocol<Message>): Accepts {
  const fieldsByType = new Map(
    Object.entries(table).map(([type, fields]) => [type, Object.entries(fields as Record<string, Kind>)]),
  );
  return (body) =>
    hasType(body) && (fieldsByType.get(body.type)?.every(([name, kind]) => isOf(kind, body[name])) ?? false);
}

/** For actors that get messages only from themselves. */
export function acceptsNothing(): boolean {
  return false;
}

/** Every message to an actor has a type. */
export function hasType(body: unknown): body is { type: string; [field: string]: unknown } {
  return isObject(body) && typeof body['type'] === 'string';
}

function isOf(kind: Kind, value: unknown): boolean {
  if (typeof kind === 'function') return kind(value);
  switch (kind) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'ref':
      return isObject(value) && typeof value['address'] === 'string';
    default:
      return typeof value === kind;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
