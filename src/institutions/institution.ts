/**
 * The institution port: how one university's class search is asked, recognised and read.
 * `Institution` is pure and runs anywhere (the differ's threads too); `SourceDriver` lives in a browser's thread.
 */
import type { Page } from 'puppeteer';
import type { Destination, Permission } from '../browsers/gate.ts';
import type { SectionKey, SeenSection } from '../domain/section.ts';
import { CodedError } from '../runtime/index.ts';

/** One question to the source; its answer usually shows many sections. `id` names it in logs. */
export type LookRequest = { id: string; institution: string; term: string } & (
  | { by: 'course'; subject: string; catalogNumber: string }
  | { by: 'class'; classNumber: string }
  | { by: 'subject'; subject: string }
  | { by: 'keywords'; keywords: string }
);

/** What the source answered, untouched: bodies of the search API's pages, or what the DOM showed. JSON-safe. */
export type RawAnswer = { way: 'api'; pages: string[] } | { way: 'dom'; page: unknown };

/**
 * A row of a complete answer that says nothing sure of its section, and why: neither how it is, nor that it is gone.
 * `classNumber` null: it may be any section's, so none can be called absent from the answer.
 */
export interface UnsureRow {
  classNumber: string | null;
  reason: string;
}

/**
 * What was recognised in an answer. Only `complete` says anything about sections, present or absent; `unsure` rows are
 * of none of `sections`.
 */
export type Reading =
  { outcome: 'complete'; sections: SeenSection[]; unsure: UnsureRow[] } | { outcome: 'unrecognised'; reason: string };

export interface Institution {
  readonly id: string;
  readonly name: string;
  /** IANA zone of the times it gives. */
  readonly timeZone: string;
  /** The page where a student looks at and registers for the section. */
  linkFor(key: SectionKey, catalogUrl: string): string;
  /**
   * The fewest requests that show all these sections. `failures`: looks in a row that failed; one that failed is not
   * put into as large a question again.
   */
  plan(
    sections: {
      section: string;
      term: string;
      classNumber: string;
      course: { subject: string; catalogNumber: string } | null;
      failures: number;
    }[],
  ): { request: LookRequest; sections: string[] }[];
  /** What a student typed, as this university writes it: `CSE-310` → `CSE 310`. */
  searchText(typed: string): string;
  /** The request that would find what a student typed; undefined: nothing the source could be asked for. */
  searchRequest(term: string, text: string): LookRequest | undefined;
  /** Terms a student would search in at `nowMs`, the likeliest first. */
  currentTerms(nowMs: number): { term: string; name: string }[];
  /**
   * The term's name, and whether nobody can add or drop its classes any more by the calendar; undefined: no term's
   * code.
   */
  termOf(term: string, nowMs: number): { name: string; over: boolean } | undefined;
  /**
   * Recognises and parses; an answer to another question is none. Never throws: an answer that cannot be read is
   * `unrecognised`, a row of it `unsure`.
   */
  read(request: LookRequest, answer: RawAnswer): Reading;
}

/** The source does not want to be asked now. It is well, and so is the answer that it did not give. */
export class SourceRefusal extends CodedError {
  /** Milliseconds it asks to be left alone for, or what we take for decent. */
  readonly retryInMs: number;

  constructor(error: CodedError, retryInMs: number) {
    super(error.code, error.next, error.message);
    this.retryInMs = retryInMs;
  }
}

export interface SourceConfig {
  catalogUrl: string;
  apiUrl: string | null;
  timeoutMs: number;
}

/** Sees the source through one kept tab. Looks of one tab may overlap. */
export interface SourceTab {
  /**
   * Asks and returns the raw answer, recognised or not. `onRequest` is called for each request the host gets for it,
   * also when the look fails. Rejects with a SourceRefusal (PMC_SOURCE_REFUSES), PMC_SOURCE_UNAUTHORIZED,
   * PMC_SOURCE_STATUS, PMC_SOURCE_UNREACHABLE, PMC_SOURCE_UNRECOGNISED or RUNTIME_CALL_TIMEOUT. `way` `dom` reads the
   * page itself (the fallback); the tab decides when absent.
   */
  look(request: LookRequest, onRequest: () => void, way?: RawAnswer['way']): Promise<RawAnswer>;
  close(): Promise<void>;
}

export interface SourceDriver {
  /** `freshPage` opens a page with nothing of earlier ones in it; close its context. */
  openTab(page: Page, config: SourceConfig, freshPage: () => Promise<Page>): Promise<SourceTab>;
  /** Whether the source needs its pages to speak to `destination`. */
  permissionFor(config: Pick<SourceConfig, 'catalogUrl' | 'apiUrl'>, destination: Destination): Permission;
}
