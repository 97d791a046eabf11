/** Terms: which of them nothing is listed of any more, and which are over. */
import type { ChannelName } from '../domain/notification.ts';

export interface Term {
  institution: string;
  term: string;
}

export interface TermStore {
  /**
   * Notes that nothing of the term was listed. Returns whether that has been so for `forMs`: it was noted so long ago,
   * and since then no look at a watched section of the term has ended well. Where one has, the time begins anew.
   */
  silent(institution: string, term: string, forMs: number): Promise<boolean>;
  /**
   * The term is over: ends its watches, queues a `term-over` notice for each, and removes the dead letters of its looks
   * and the sections nobody has seen. What was seen keeps its state, and its retained topics are to be cleared. May be
   * done again. Returns how many watches ended.
   */
  end(institution: string, term: string, channels: ChannelName[]): Promise<number>;
  /** It is listed again: no longer over. */
  reopen(institution: string, term: string): Promise<void>;
  /** Terms of the institution that are over. */
  over(institution: string): Promise<string[]>;
  /** Terms of the institution in which there are watches, paused ones too. */
  watched(institution: string): Promise<string[]>;
  /** Terms that are over and whose retained topics may be there still. */
  uncleared(): Promise<Term[]>;
  /** Keys of the term's sections after `after`, in order. */
  sectionsOf({ institution, term }: Term, after: string, limit: number): Promise<string[]>;
  /** Their retained topics are gone. */
  markCleared({ institution, term }: Term): Promise<void>;
}
