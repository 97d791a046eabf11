/** Types that are computed from the English messages: the keys, and the values that each message needs. */
import type { english } from './en/index.ts';

type Tree = { readonly [key: string]: string | Tree };

/** The same keys as the English messages, with any text. A translation has this type. */
export type Translation<Messages> = {
  readonly [Key in keyof Messages]: Messages[Key] extends string ? string : Translation<Messages[Key]>;
};

type Plural = 'one' | 'other';
/** A message about a count has two forms, `seats_one` and `seats_other`, and the key `seats`. */
type Singular<Name> = Name extends `${infer Base}_${Plural}` ? Base : Name;

type Keys<Messages, Above extends string = ''> = {
  [Name in keyof Messages & string]: Messages[Name] extends string
    ? `${Above}${Singular<Name> & string}`
    : Keys<Messages[Name], `${Above}${Name}.`>;
}[keyof Messages & string];

type Text<Messages, Key extends string> = Key extends `${infer Area}.${infer Rest}`
  ? Area extends keyof Messages
    ? Text<Messages[Area], Rest>
    : never
  : Messages[(Key | `${Key}_${Plural}`) & keyof Messages];

/** The names in `{{…}}`. */
type Names<Message> = Message extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never;

type Values<Key extends MessageKey> = Names<Text<typeof english, Key>>;

/** `watch.title`: the area, then the name within it. */
export type MessageKey = Keys<typeof english>;

/** Takes the values that the message names, and none if it names none. The result is plain text, not HTML. */
export type Translate = <Key extends MessageKey>(
  key: Key,
  ...values: [Values<Key>] extends [never] ? [] : [Readonly<Record<Values<Key>, string | number>>]
) => string;

export type Messages = Translation<typeof english> & Tree;
/** Without those that only the server writes. */
export type PageMessages = Omit<Messages, 'mail' | 'pages'>;
