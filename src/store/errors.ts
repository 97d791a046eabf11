/** The errors of the store. */
import { defineErrors } from '../runtime/index.ts';

export const storeError = defineErrors('PMC', {
  PMC_STORE_UNAVAILABLE: { next: 'later', message: 'the store cannot be reached: {reason}' },
  PMC_STORE_UNWRITABLE: {
    next: 'later',
    message: 'the store can be read but not written: {reason}',
    advice: 'Free space on its disk and allow this user to write; the program then continues by itself',
  },
  PMC_STORE_REJECTED: {
    next: 'never',
    message: 'the store rejected a value: {reason}',
    advice: 'This is a bug in the program; please report it with this message',
  },
  PMC_STORE_DAMAGED: {
    next: 'stop',
    message: '{path} is damaged or is not a store of this program: {reason}',
    advice: 'Replace it with a backup, or move it away to start with an empty store',
  },
  PMC_STORE_FILE_UNUSABLE: {
    next: 'stop',
    message: '{path} cannot be used: {reason}',
    advice:
      'Check that its directory exists, has free space and is writable for this user, ' +
      'or set DATA_DIR or STORE_URL to another place',
  },
  PMC_STORE_NEWER: {
    next: 'stop',
    message: 'the store has schema version {found}, but this program knows only {known}',
    advice: 'Start a newer version of the program',
  },
  PMC_STORE_LOCKED: {
    next: 'stop',
    message: '{path} is in use by another process',
    advice: 'Stop that process, or set another DATA_DIR; to share a store, set STORE_URL to a mongodb:// address',
  },
  PMC_STORE_IN_USE: {
    next: 'stop',
    message: '{store} is used by {nodes}',
    advice: 'Stop every process that uses it first; mongodump copies a database that is in use',
  },
  PMC_STORE_NOT_FOUND: {
    next: 'stop',
    message: 'no MongoDB server answers at {host}: {reason}',
    advice: 'Start MongoDB, or set STORE_URL to its address',
  },
  PMC_STORE_REFUSED: {
    next: 'stop',
    message: 'the MongoDB server at {host} refused access: {reason}',
    advice: 'Give STORE_URL a user and password that may read, write and create indexes (role readWrite)',
  },
  PMC_STORE_OLD_SERVER: {
    next: 'stop',
    message: 'the MongoDB server at {host} is too old',
    advice: 'Run version 6.0 or newer',
  },
  PMC_TARGET_NOT_EMPTY: {
    next: 'stop',
    message: 'the target holds {kind} that are missing or different in the source',
    advice: 'Use an empty target; an interrupted copy can only continue from an unchanged source',
  },
  PMC_CURSOR_INVALID: {
    next: 'never',
    message: '"{cursor}" is not a cursor that this server issued',
    advice: 'Start without a cursor',
  },
  PMC_CURSOR_GONE: {
    next: 'never',
    message: 'the changes after cursor {cursor} are not all kept any more, or it was never issued',
    advice: 'Start without a cursor',
  },
  PMC_DEAD_LETTER_NOT_FOUND: { next: 'never', message: 'there is no dead letter {id}' },
  PMC_NOT_SIGNED_IN: { next: 'never', message: 'sign in first: ask for a link at POST /api/v1/session' },
});
