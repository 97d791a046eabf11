/**
 * The institution port: how to ask one university's class search, and how to recognise and parse its answers.
 * `Institution` is pure and runs anywhere, including the differ's threads; `SourceDriver` runs in a browser's thread.
 */
import type { Page } from 'puppeteer';
import type { Destination, Permission } from '../browsers/gate.ts';
import type { SectionKey, SeenSection } from '../domain/section.ts';
import { CodedError } from '../runtime/index.ts';

/** A request to the source. Its answer usually shows many sections. `id` names the request in logs. */
export type LookRequest = { id: string; institution: string; term: string } & (
  | { by: 'course'; subject: string; catalogNumber: string }
  | { by: 'class'; classNumber: string }
  | { by: 'subject'; subject: string }
  | { by: 'keywords'; keywords: string }
);

/**
 * Stands for one page of an answer. Two pages with the same digest say the same in everything that is read. `rows`: how
 * many the page has. `total`: how many it says the answer has.
 */
export interface PageMark {
  digest: string;
  rows: number;
  total: number;
}

/**
 * The source's answer: what the reader needs of the bodies of the search API's pages, or what the DOM showed.
 * JSON-safe. `marks`: one for each page; null: the page has none.
 */
export type RawAnswer = { way: 'api'; pages: string[]; marks?: (PageMark | null)[] } | { way: 'dom'; page: unknown };

/**
 * A row of a complete answer that says nothing sure about its section, and why. If `classNumber` is null, the row may
 * belong to any section, so no section counts as absent from the answer.
 */
export interface UnsureRow {
  classNumber: string | null;
  reason: string;
}

/**
 * A parsed answer. Only a `complete` one says which sections are present or absent. The sections of `unsure` rows are
 * not in `sections`.
 */
export type Reading =
  { outcome: 'complete'; sections: SeenSection[]; unsure: UnsureRow[] } | { outcome: 'unrecognised'; reason: string };

/** `term` is there if the text names it, as a pasted section key does. */
export interface TypedSearch {
  text: string;
  term?: string;
}

export interface Institution {
  readonly id: string;
  readonly name: string;
  /** IANA time zone of the times in its answers. */
  readonly timeZone: string;
  /** Returns the address of the page where a student sees and registers for the section. */
  linkFor(key: SectionKey, catalogUrl: string): string;
  /** Rows on one page of an answer. A longer answer takes more requests. */
  readonly rowsPerPage: number;
  /** Returns the request for one section. */
  classRequest(term: string, classNumber: string): LookRequest;
  /** Returns the request for all sections of a course. Not there: the source cannot be asked for a course. */
  courseRequest?(term: string, course: { subject: string; catalogNumber: string }): LookRequest;
  /** Returns the request for all sections of a subject. Not there: the source cannot be asked for a subject. */
  subjectRequest?(term: string, subject: string): LookRequest;
  /** Returns the typed or pasted text as this university writes it, `CSE-310` → `CSE 310`, and the term it names. */
  readTyped(typed: string): TypedSearch;
  /** Returns the request that finds the typed text. Returns undefined if the source cannot be asked for it. */
  searchRequest(term: string, text: string): LookRequest | undefined;
  /** Returns the terms that a student would search in at `nowMs`, the most likely first. */
  currentTerms(nowMs: number): { term: string; name: string }[];
  /**
   * Returns the term's name, and whether the time to add or drop its classes is over by the calendar. Returns undefined
   * if `term` is not a term's code.
   */
  termOf(term: string, nowMs: number): { name: string; over: boolean } | undefined;
  /**
   * Recognises and parses an answer. Never throws: an answer to another request or one that cannot be read is
   * `unrecognised`, and a row that cannot be read is `unsure`.
   */
  read(request: LookRequest, answer: RawAnswer): Reading;
}

/** The source answered, but only with an HTTP status. */
export class SourceStatus extends CodedError {
  readonly status: number;

  constructor({ code, next, message }: CodedError, status: number) {
    super(code, next, message);
    this.status = status;
  }
}

/** The source refuses to be asked now. This is not a failure of the source or of the look. */
export class SourceRefusal extends SourceStatus {
  /** Milliseconds to wait: as long as the source asks for, or our default. */
  readonly retryInMs: number;

  constructor(error: CodedError, status: number, retryInMs: number) {
    super(error, status);
    this.retryInMs = retryInMs;
  }
}

export interface SourceConfig {
  catalogUrl: string;
  apiUrl: string | null;
  timeoutMs: number;
}

/**
 * Called for each request that the source's host receives. `opening`: it opens the page in a new tab, which is needed
 * once and not because of what is looked for.
 */
export type OnRequest = (purpose: 'answer' | 'opening') => void;

/** One kept tab on the source. Its looks may overlap. */
export interface SourceTab {
  /** How many looks it can have under way without one waiting for another; undefined until an answer has shown it. */
  readonly carries: number | undefined;
  /**
   * Returns the raw answer, recognised or not. Calls `onRequest` also if the look fails. Rejects with a SourceRefusal
   * (PMC_SOURCE_REFUSES), PMC_SOURCE_UNAUTHORIZED, PMC_SOURCE_STATUS, PMC_SOURCE_UNREACHABLE,
   * PMC_SOURCE_UNRECOGNISED or RUNTIME_CALL_TIMEOUT. `way` `dom` reads the page itself (the fallback). Without `way`
   * the tab decides. `kept`: the marks of an earlier answer that the caller still has. A page that is the same again
   * is returned as '', with its mark.
   */
  look(
    request: LookRequest,
    onRequest: OnRequest,
    way?: RawAnswer['way'],
    kept?: readonly PageMark[],
  ): Promise<RawAnswer>;
  close(): Promise<void>;
}

export interface SourceDriver {
  /** `freshPage` opens a page that shares no state with earlier ones. The caller closes its context. */
  openTab(page: Page, config: SourceConfig, freshPage: () => Promise<Page>): Promise<SourceTab>;
  /** Returns the permission that the source's pages need to connect to `destination`. */
  permissionFor(config: Pick<SourceConfig, 'catalogUrl' | 'apiUrl'>, destination: Destination): Permission;
}
