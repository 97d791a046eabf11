/** Changes of all sections, for other programs. */
import { Type } from 'typebox';
import { strict } from './incoming.ts';
import { Change, Cursor } from './section.ts';

/** In place of a cursor: only changes from now on. */
export const LATEST = 'latest';
export const CHANGES_DEFAULT = 100;

export const ChangesQuery = Type.Object(
  {
    since: Type.Optional(
      Type.String({
        maxLength: 200,
        description: `a cursor; ${LATEST}: changes from now on; absent: from the oldest change that is kept`,
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: CHANGES_DEFAULT })),
  },
  strict,
);

export const ChangePage = Type.Object(
  {
    changes: Type.Array(Type.Object({ cursor: Cursor, change: Change })),
    nextCursor: Type.String({ description: 'send it as `since`, now or later' }),
  },
  { title: 'ChangePage' },
);

export const StreamQuery = Type.Object(
  {
    since: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'like Last-Event-ID, which comes first, for clients that cannot set it',
      }),
    ),
  },
  strict,
);
