/** Sign-in, and the data stored about a student. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { strict } from './incoming.ts';

/** The pattern of HTML's `<input type="email">`. */
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const EMAIL = `^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(?:\\.${LABEL})*$`;

export const SignInRequest = Type.Object({ email: Type.String({ maxLength: 254, pattern: EMAIL }) }, strict);
export type SignInRequest = Static<typeof SignInRequest>;

export const SignInAnswer = Type.Object({ message: Type.String() });

export const Session = Type.Object({ email: Type.String(), operator: Type.Boolean() });
export type Session = Static<typeof Session>;

export const AccountExport = Type.Record(Type.String(), Type.Unknown());
