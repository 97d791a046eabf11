/** Asks the running system for sections. It has seen most of them, and looks at the others. */
import { setTimeout } from 'node:timers/promises';
import type { SectionState } from '../domain/section.ts';
import type { Checked } from './describe.ts';
import type { Wanted } from './own-look.ts';
import type { RunningSystem } from './running-system.ts';

/** An answer of the API to a search, and its errors. */
interface Body extends Partial<SectionState> {
  sections?: SectionState[];
  complete?: boolean;
  code?: string;
  message?: string;
}

const OK = 200;
const NOT_FOUND = 404;
/** A look is under way, or the client has caused too many of them. */
const LATER = 503;
const TOO_MANY = 429;
const AGAIN_MS = 1_000;
/** About as long as a look of our own may take. */
const PATIENCE_MS = 60_000;

/** Returns the results in order. A course has one for each of its sections. */
export async function askSystem(system: RunningSystem, wanted: readonly Wanted[]): Promise<Checked[]> {
  const results: Checked[] = [];
  for (const each of wanted) results.push(...(await ask(system, each)));
  return results;
}

async function ask(system: RunningSystem, { name, section, request }: Wanted): Promise<Checked[]> {
  const query = new URLSearchParams({ institution: request.institution, term: request.term, q: name });
  const path = section === null ? `search?${query.toString()}` : `sections/${section}`;
  const until = performance.now() + PATIENCE_MS;
  let answer = await system.call('GET', path, [NOT_FOUND, LATER, TOO_MANY]);
  while (answer.status === LATER && performance.now() < until) {
    await setTimeout(AGAIN_MS);
    answer = await system.call('GET', path, [NOT_FOUND, LATER, TOO_MANY]);
  }
  const { sections = [], complete, ...body } = answer.body as Body;
  if (section !== null && answer.status === OK) return [seen(body as SectionState)];
  if (complete === false) process.stderr.write('The source could not be asked now: this is what was known.\n');
  if (sections.length > 0) return sections.map(seen);
  const { code = 'PMC_SECTION_NOT_FOUND', message = `${name} was not found` } = body;
  return [
    {
      outcome: answer.status === LATER || answer.status === TOO_MANY ? 'unseen' : 'missing',
      section: name,
      code,
      message,
    },
  ];
}

function seen(state: SectionState): Checked {
  return { outcome: 'seen', state };
}
