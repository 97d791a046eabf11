/** For the test runner: of which test files the coverage counts. */

/** Percent of lines and branches. These rooms need no browser, no server and no other process in their tests. */
export const THRESHOLDS: Record<string, { lines: number; branches: number }> = {
  checking: { lines: 92, branches: 93 },
  config: { lines: 95, branches: 96 },
  domain: { lines: 98, branches: 94 },
  net: { lines: 84, branches: 85 },
  runtime: { lines: 96, branches: 94 },
  watching: { lines: 98, branches: 92 },
};

/** An empty list: of all that this test file loads. null: of nothing, because measuring takes time. */
export default function filesCoveredBy(test: string): [] | null {
  return Object.keys(THRESHOLDS).some((room) => test.startsWith(`dist/test/${room}/`)) ? [] : null;
}
