/** Logs why rows could not be read, each reason once, because every look meets the same rows again. */
import type { Logger } from '../../runtime/index.ts';
import type { UnsureSection } from '../looking/compare.ts';

const REASONS_MAX = 1_000;

export class UnsureLog {
  readonly #log: Logger;
  readonly #reasons = new Set<string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  note(request: string, unsure: readonly UnsureSection[]): void {
    for (const { section, reason } of unsure) {
      if (this.#reasons.has(reason)) continue;
      if (this.#reasons.size >= REASONS_MAX) this.#reasons.clear();
      this.#reasons.add(reason);
      this.#log.warn({ code: 'PMC_SECTION_UNSURE', request, section, reason }, 'a row of an answer says nothing sure');
    }
  }
}
