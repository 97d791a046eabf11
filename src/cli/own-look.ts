/** Looks at sections once, with a browser of this process. */
import { findBrowser } from '../browsers/find-browser.ts';
import { browsersError } from '../browsers/errors.ts';
import type { Destination } from '../browsers/gate.ts';
import { launchGuarded } from '../browsers/guarded-browser.ts';
import { checkingError } from '../checking/errors.ts';
import { compare } from '../checking/looking/compare.ts';
import { fetchAnswer } from '../checking/looking/fetch-answer.ts';
import { look } from '../checking/looking/look.ts';
import type { Pipeline } from '../checking/looking/look.ts';
import type { Config } from '../config/config.ts';
import { institutionsError } from '../institutions/errors.ts';
import { driverById, institutionById, permissionOf } from '../institutions/index.ts';
import type { LookRequest, SourceTab } from '../institutions/institution.ts';
import type { CodedError } from '../runtime/index.ts';
import type { Checked } from './describe.ts';
import { startCampus } from './simulator.ts';

/** What a look is for: the section, or all that the request finds. */
export interface Wanted {
  /** As the user names it: a section key or a course. */
  name: string;
  /** The section key; null for all that the request finds. */
  section: string | null;
  request: LookRequest;
}

/** Returns the results in order. A course has one for each of its sections. */
export async function lookAtAll(wanted: readonly Wanted[], config: Config): Promise<Checked[]> {
  const { path, tried } = findBrowser(config.browsers.chromePath, process.env);
  if (path === undefined) throw browsersError('PMC_BROWSER_NOT_FOUND', { tried });
  const campus = config.asu.catalogUrl === null ? await startCampus({ port: 0 }) : null;
  if (campus !== null) process.stderr.write('No source is configured: looking at the simulated campus.\n');
  const source = {
    catalogUrl: config.asu.catalogUrl ?? campus!.catalogUrl,
    apiUrl: config.asu.apiUrl,
    timeoutMs: config.checking.timeoutMs,
  };
  const onRefused = ({ hostname, port }: Destination): void => {
    process.stderr.write(`${browsersError('PMC_SOURCE_HOST_REFUSED', { host: `${hostname}:${port}` }).message}\n`);
  };
  const launched = await launchGuarded(path, {
    permissionFor: (destination) => permissionOf({ asu: source }, destination),
    onRefused,
  });
  try {
    const results: Checked[] = [];
    for (const each of wanted) {
      const tab = await driverById(each.request.institution)!.openTab(await launched.newPage(), source, () =>
        launched.newPage(),
      );
      results.push(...(await lookAt(tab, each)));
      await tab.close();
    }
    return results;
  } finally {
    await launched.close();
    await campus?.close();
  }
}

async function lookAt(tab: SourceTab, { name, section, request }: Wanted): Promise<Checked[]> {
  const institution = institutionById(request.institution)!;
  const pipeline: Pipeline = {
    fetch: (asked) => fetchAnswer((onRequest) => tab.look(asked, onRequest)),
    compare: async (job) => compare(job, institution),
    now: Date.now,
  };
  const result = await look(pipeline, request, {
    claimed: [],
    whole: async () => (section === null ? [] : [{ section, state: null }]),
  });
  if (result.outcome !== 'answered')
    return [{ outcome: 'unseen', section: name, code: result.code, message: result.message }];
  const isWanted = (found: string): boolean => section === null || found === section;
  const found: Checked[] = [
    ...result.observed.flatMap((seen): Checked[] => {
      return 'again' in seen || !isWanted(seen.state.section) ? [] : [{ outcome: 'seen', state: seen.state }];
    }),
    ...result.unsure
      .filter((unsure) => isWanted(unsure.section))
      .map((unsure): Checked => ({
        outcome: 'unseen',
        section: unsure.section,
        ...told(checkingError('PMC_SECTION_UNSURE', { section: unsure.section, reason: unsure.reason })),
      })),
  ];
  if (found.length > 0) return found;
  return [
    { outcome: 'missing', section: name, ...told(institutionsError('PMC_SECTION_NOT_FOUND', { section: name })) },
  ];
}

function told({ code, message }: CodedError): { code: string; message: string } {
  return { code, message };
}
