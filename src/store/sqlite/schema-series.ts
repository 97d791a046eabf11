/** The migration that adds series. */

/** `at`: epoch seconds. `sample` is JSON. */
export const SERIES_ROWS = `
  CREATE TABLE series (
    step INTEGER NOT NULL,
    at INTEGER NOT NULL,
    node TEXT NOT NULL,
    sample TEXT NOT NULL,
    PRIMARY KEY (step, at, node)
  ) WITHOUT ROWID;
`;
