/** One look of PickMyClass without the rest of the program: a kept tab behind the gate, the reader, the comparison. */
import { launchGuarded } from '../../../src/browsers/guarded-browser.ts';
import { compare } from '../../../src/checking/looking/compare.ts';
import { fetchAnswer } from '../../../src/checking/looking/fetch-answer.ts';
import { look } from '../../../src/checking/looking/look.ts';
import type { Pipeline } from '../../../src/checking/looking/look.ts';
import { driverById, institutionById, permissionOf } from '../../../src/institutions/index.ts';
import { chromiumPath } from './chromium.ts';
import type { OpenLooker } from './looker.ts';

const TIMEOUT_MS = 20_000;

export const ourLooks: OpenLooker = async ({ catalogUrl }) => {
  const institution = institutionById('asu')!;
  const source = { catalogUrl, apiUrl: null, timeoutMs: TIMEOUT_MS };
  const browser = await launchGuarded(chromiumPath(), {
    permissionFor: (destination) => permissionOf({ asu: source }, destination),
    onRefused: () => {},
  });
  const tab = await driverById('asu')!.openTab(await browser.newPage(), source, () => browser.newPage());
  const pipeline: Pipeline = {
    fetch: (request) => fetchAnswer((onRequest) => tab.look(request, onRequest)),
    compare: async (job) => compare(job, institution),
    now: Date.now,
  };
  return {
    look: async ({ request, sections }) => {
      const result = await look(pipeline, request, { claimed: [], whole: async () => [] });
      if (result.outcome !== 'answered') throw new Error(result.message);
      if (result.observed.length < sections) throw new Error(`${result.observed.length} sections were seen`);
    },
    close: async () => {
      await browser.close();
    },
  };
};
