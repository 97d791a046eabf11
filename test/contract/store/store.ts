/** What every store does. Run on each adapter of the port. */
import type { Test } from 'tap';
import { claimsContract } from './claims.ts';
import type { MakeHarness } from './harness.ts';

const SUITES = {
  'claiming sections': claimsContract,
};

export function storeContract(t: Test, make: MakeHarness): void {
  for (const [name, suite] of Object.entries(SUITES)) t.test(name, async (t) => suite(t, make));
}
