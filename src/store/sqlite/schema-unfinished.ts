/** The migration that finds what a crash, or a source that could not be asked, has left to be done. */

/** A used link keeps only wishes that were not started yet. */
export const UNFINISHED = `
  UPDATE sign_ins SET wishes = '[]' WHERE used_at IS NOT NULL;
  CREATE INDEX sign_ins_unstarted ON sign_ins (used_at) WHERE wishes <> '[]';
  CREATE INDEX watches_unverified ON watches (course) WHERE verified = 0;
`;
