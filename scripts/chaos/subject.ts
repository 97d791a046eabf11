/** The program under test, which is killed and started again. */
import { setTimeout } from 'node:timers/promises';
import { Program } from '../bench/program.ts';
import type { Random } from '../campus/random.ts';

const CYCLES_MAX = 20;
const BETWEEN_CYCLES_MS = 2_000;

export class Subject {
  kills = 0;
  /** When it was killed or started, in epoch ms. */
  readonly troubles: number[] = [];
  readonly #dataDir: string;
  readonly #environment: Record<string, string>;
  #program: Program | undefined;

  constructor(dataDir: string, environment: Record<string, string>) {
    this.#dataDir = dataDir;
    this.#environment = environment;
  }

  async start(): Promise<void> {
    this.#program = await Program.start(this.#dataDir, this.#environment);
    this.troubles.push(Date.now());
  }

  async stop(signal?: 'SIGKILL'): Promise<void> {
    await this.#program?.stop(signal);
  }

  /** Resumes the checks, which are paused in the prepared store, and waits until every watched section was seen. */
  async seesEverything(): Promise<void> {
    await this.#program!.operator('DELETE', '/api/v1/pause?scope=checks');
    // On a busy machine, the first looks may take too long. They are repeated.
    for (let cycles = 1; (await this.#program!.finishedCycle()).failed > 0; cycles += 1) {
      if (cycles === CYCLES_MAX) throw new Error(`looks failed in ${cycles} cycles before the first fault`);
      await setTimeout(BETWEEN_CYCLES_MS);
    }
  }

  async killNowAndThen(random: Random, everyMs: number, over: AbortSignal, say: (line: string) => void): Promise<void> {
    while (!over.aborted) {
      await setTimeout(everyMs * (0.5 + random.next()), undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) return;
      this.kills += 1;
      this.troubles.push(Date.now());
      say('  kill -9');
      await this.stop('SIGKILL');
      await this.start();
    }
  }
}
