/** The queue of settled looks to write. Looks that end together are written together, one batch at a time. */
import type { CodedError, Logger } from '../../runtime/index.ts';
import { refusal } from '../looking/source-gate.ts';
import type { Turns } from '../turns.ts';
import { nextBatch } from './next-batch.ts';
import { UnconfirmedStates } from './unconfirmed-states.ts';
import type { SettledLook } from './write-looks.ts';

export interface WriteQueueOptions {
  turns: Turns;
  /** Writes a batch and answers its looks. `unconfirmed`: of earlier batches. Rejects if the store fails. */
  write: (batch: readonly SettledLook[], unconfirmed: UnconfirmedStates) => Promise<void>;
  /** Called when a batch could not be written. */
  onUnwritten: () => void;
  log: Logger;
}

/** Delay before a write, so that looks that end together are written together. An opening does not wait. */
const FLUSH_AFTER_MS = 40;

export class WriteQueue {
  readonly #options: WriteQueueOptions;
  readonly #unconfirmed = new UnconfirmedStates();
  #waiting: SettledLook[] = [];
  #isWriting = false;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
  }

  add(settled: SettledLook): void {
    this.#waiting.push(settled);
    if (opens(settled)) this.#flush();
    else if (this.#waiting.length === 1) this.#options.turns.in('flush', FLUSH_AFTER_MS, () => this.#flush());
  }

  #flush(): void {
    if (this.#isWriting || this.#waiting.length === 0) return;
    const { turns, write } = this.#options;
    const batch = this.#waiting.splice(0, nextBatch(this.#waiting));
    this.#isWriting = true;
    turns.after(
      write(batch, this.#unconfirmed),
      () => this.#written(),
      (error) => {
        this.#unwritten(batch, error);
        this.#written();
      },
    );
  }

  #written(): void {
    this.#isWriting = false;
    this.#flush();
  }

  /** Refuses the looks of a batch, so that they are repeated. Whether they were written or not, only time is lost. */
  #unwritten(batch: readonly SettledLook[], error: CodedError): void {
    this.#options.onUnwritten();
    this.#unconfirmed.add(batch);
    const refused = refusal(error);
    const fields = { code: refused.code, reason: refused.message, looks: batch.length };
    this.#options.log.warn(fields, 'looks could not be written');
    for (const { look, requests } of batch) look.answer({ ...refused, requests });
  }
}

function opens({ settlement }: SettledLook): boolean {
  return settlement.commits.some(({ changes }) => changes.some(({ kind }) => kind === 'opened'));
}
