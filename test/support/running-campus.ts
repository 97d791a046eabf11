/** The campus simulator as a separate process, which outlives the systems that watch it, and its control API. */
import { once } from 'node:events';
import { join } from 'node:path';
import type { Test } from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import type { Seats } from '../../src/domain/section.ts';

const CLI = join(process.cwd(), 'dist/src/cli.js');

export interface CampusRow {
  section: string;
  subject: string;
  catalogNumber: string;
  status: string;
  listing: string;
  seats: Seats;
}
export interface Overview {
  mainTerm: string;
  sections: number;
  replay: { openings: number; opened: number; done: boolean } | null;
  requests: Record<string, number>;
}

export interface RunningCampus {
  /** The value for ASU_CATALOG_URL. */
  catalogUrl: string;
  apiUrl: string;
  overview(): Promise<Overview>;
  /** Sections of the main term. `query` is such as `status=full&limit=15`. */
  sections(query: string): Promise<CampusRow[]>;
  section(key: string): Promise<CampusRow>;
  openSeat(key: string): Promise<void>;
  fill(key: string): Promise<void>;
  set(key: string, facts: object): Promise<void>;
  misbehave(faults: object): Promise<void>;
  behave(): Promise<void>;
  /** Starts or stops the students, or the replay. */
  move(running: boolean): Promise<void>;
}

/** `args`: the arguments after `pickmyclass campus --port 0`. Stopped at the end of the test. */
export async function startCampus(t: Test, ...args: string[]): Promise<RunningCampus> {
  const child = startProcess(process.execPath, [CLI, 'campus', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  t.teardown(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('control page') && said.endsWith('\n')) break;
  }
  const urlOf = (name: string): string => new RegExp(`^ +${name} +(\\S+)`, 'm').exec(said)?.[1] ?? '';
  const api = `${urlOf('control page')}/api`;
  const call = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const json =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${api}${path}`, { method, ...json });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  };
  const pathOf = (key: string): string => key.replace('asu/', '/sections/');
  return {
    catalogUrl: urlOf('class search'),
    apiUrl: urlOf('search API'),
    overview: () => call('GET', '/overview'),
    sections: async (query) => (await call<{ sections: CampusRow[] }>('GET', `/sections?${query}`)).sections,
    section: (key) => call('GET', pathOf(key)),
    openSeat: (key) => call('POST', `${pathOf(key)}/open-seat`),
    fill: (key) => call('POST', `${pathOf(key)}/fill`),
    set: (key, facts) => call('PATCH', pathOf(key), facts),
    misbehave: (faults) => call('PATCH', '/misbehaviour', faults),
    behave: () => call('DELETE', '/misbehaviour'),
    move: (running) => call('PUT', '/movement', { running }),
  };
}
