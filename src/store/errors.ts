/** The errors of the store. */
import { defineErrors } from '../runtime/index.ts';

export const storeError = defineErrors('PMC', {
  PMC_STORE_UNAVAILABLE: { next: 'later', message: 'the store cannot be reached: {reason}' },
  PMC_STORE_UNWRITABLE: {
    next: 'later',
    message: 'the store can be read and not written: {reason}',
    advice: 'Make room on its disk and allow this user to write; everything goes on by itself then',
  },
  PMC_STORE_REJECTED: {
    next: 'never',
    message: 'the store does not take what it was given: {reason}',
    advice: 'This is a fault of the program; please report it with this message',
  },
  PMC_STORE_DAMAGED: {
    next: 'stop',
    message: '{path} is damaged, or no store of this program: {reason}',
    advice: 'Put a copy from before in its place, or move it away to begin with an empty store',
  },
  PMC_STORE_FILE_UNUSABLE: {
    next: 'stop',
    message: '{path} cannot be used: {reason}',
    advice:
      'See that its directory exists, has room and may be written by this user, or set DATA_DIR or STORE_URL to another place',
  },
  PMC_STORE_NEWER: {
    next: 'stop',
    message: 'the store has schema version {found}, this program knows {known}',
    advice: 'Start a newer program',
  },
  PMC_STORE_LOCKED: {
    next: 'stop',
    message: '{path} is in use by another process',
    advice: 'Stop it, or set another DATA_DIR; several processes need a mongodb:// STORE_URL',
  },
  PMC_STORE_NOT_FOUND: {
    next: 'stop',
    message: 'no MongoDB answers at {host}: {reason}',
    advice: 'Start it, or set STORE_URL to where it is',
  },
  PMC_STORE_REFUSED: {
    next: 'stop',
    message: 'the MongoDB at {host} refuses: {reason}',
    advice: 'Give STORE_URL a user and password that may read, write and make indexes (role readWrite)',
  },
  PMC_STORE_OLD_SERVER: {
    next: 'stop',
    message: 'the MongoDB at {host} is too old',
    advice: 'Run version 6.0 or newer',
  },
  PMC_TARGET_NOT_EMPTY: {
    next: 'stop',
    message: 'the target holds {kind} that the source does not hold, or not so',
    advice: 'Give --to an empty store: only what broke off is carried on, from an unchanged source',
  },
  PMC_CURSOR_INVALID: {
    next: 'never',
    message: '"{cursor}" is no cursor that was given out',
    advice: 'Start without one',
  },
  PMC_DEAD_LETTER_NOT_FOUND: { next: 'never', message: 'there is no dead letter {id}' },
  PMC_NOT_SIGNED_IN: { next: 'never', message: 'sign in first: ask for a link at POST /api/v1/session' },
});
