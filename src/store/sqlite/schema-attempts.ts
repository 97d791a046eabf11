/** The migration for the failed attempts of sections and notifications. */

/** JSON lists, oldest first. NULL: none failed. */
export const FAILED_ATTEMPTS = `
  ALTER TABLE sections ADD COLUMN failed_attempts TEXT;
  ALTER TABLE notifications ADD COLUMN failed_attempts TEXT;
`;
