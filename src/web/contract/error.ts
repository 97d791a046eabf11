/** The body of every error response, except those of the health endpoint. */
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const ErrorBody = Type.Object(
  { statusCode: Type.Integer(), code: Type.String(), error: Type.String(), message: Type.String() },
  { title: 'Error' },
);
export type ErrorBody = Static<typeof ErrorBody>;
