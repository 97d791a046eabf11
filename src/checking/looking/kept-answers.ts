/**
 * The last answers, by request. A browser sends only the pages that are not as they are kept. The others are filled in,
 * so whoever reads an answer has all of it.
 */
import type { LookRequest, PageMark, RawAnswer } from '../../institutions/institution.ts';
import { KeptAnswer } from './kept-answer.ts';
import type { Fetched, LookResult } from './look-result.ts';

/** `kept` is there if the answer is kept. */
export type WholeAnswer = LookResult<{ answer: RawAnswer; kept?: KeptAnswer }>;

/** About 70,000 sections. A term of a large university has fewer. */
const CHARACTERS_MAX = 32_000_000;

export class KeptAnswers {
  /** By request id, the one that was used last at the end. */
  readonly #answers = new Map<string, KeptAnswer>();
  readonly #charactersMax: number;
  #characters = 0;

  constructor(charactersMax = CHARACTERS_MAX) {
    this.#charactersMax = charactersMax;
  }

  /** Asks with the marks of the kept answer, and keeps the new one. Rejects like `ask`. */
  async ask(request: LookRequest, ask: (kept: readonly PageMark[]) => Promise<Fetched>): Promise<WholeAnswer> {
    const before = this.#answers.get(request.id);
    const fetched = await ask(before?.marks ?? []);
    if (fetched.outcome !== 'answered' || fetched.answer.way !== 'api') return fetched;
    const { marks = [] } = fetched.answer;
    const isSame = (index: number): boolean => {
      const mark = marks[index];
      return mark !== undefined && mark !== null && mark.digest === before?.marks[index]?.digest;
    };
    const pages = fetched.answer.pages.map((page, index) => (isSame(index) ? before!.pages[index]! : page));
    const answer: RawAnswer = { way: 'api', pages };
    const isAllSame = pages.length === before?.pages.length && pages.every((_, index) => isSame(index));
    const kept = isAllSame ? before : keptOf(request, pages, marks);
    if (kept === undefined) return { ...fetched, answer };
    this.#keep(request.id, kept);
    return { ...fetched, answer, kept };
  }

  #keep(id: string, kept: KeptAnswer): void {
    this.#forget(id);
    if (kept.characters > this.#charactersMax) return;
    this.#answers.set(id, kept);
    this.#characters += kept.characters;
    for (const oldest of this.#answers.keys()) {
      if (this.#characters <= this.#charactersMax) break;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    this.#characters -= this.#answers.get(id)?.characters ?? 0;
    this.#answers.delete(id);
  }
}

/** What students type is asked for once, so its answer is not kept. */
function keptOf(
  { by }: LookRequest,
  pages: readonly string[],
  marks: readonly (PageMark | null)[],
): KeptAnswer | undefined {
  const all = marks.filter((mark) => mark !== null);
  const isMarked = pages.length > 0 && all.length === pages.length;
  return isMarked && by !== 'keywords' ? new KeptAnswer(pages, all) : undefined;
}
