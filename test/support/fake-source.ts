/** A small university in memory with the actors in front of it, for tests of the scheduler and the section-checker. */
import type { BrowserPoolMessage } from '../../src/actors/checking/browsers/pool.ts';
import { compare } from '../../src/checking/looking/compare.ts';
import type { Fetched } from '../../src/checking/looking/look-result.ts';
import type { DifferMessage } from '../../src/actors/checking/differ.ts';
import type { ActorContext, ActorSpec, Behavior } from '../../src/runtime/index.ts';
import type { SeenSection } from '../../src/domain/section.ts';
import type { Institution, LookRequest, Reading, UnsureRow } from '../../src/institutions/institution.ts';
import { seen } from './states.ts';

type Numbers = Parameters<typeof seen>[0];

export class FakeSource {
  readonly sections = new Map<string, SeenSection>();
  readonly asked: LookRequest[] = [];
  /** Answers given instead of the sections: one for each of the next looks, or until it is cleared. */
  failing: Fetched | null = null;
  /** Whether an answer leaves out this section. */
  lacks: (request: LookRequest, section: SeenSection) => boolean = () => false;
  /** The answer has an unknown layout. */
  garbled = false;
  /** Rows that every answer holds besides the sections. */
  unsure: UnsureRow[] = [];
  /** The differ is too busy to answer in time. */
  differBusy = false;
  /** Holds back answers until it is called with their number. */
  readonly #held: (() => void)[] = [];
  holding = false;
  /** Its answers have marks, so that one that is the same again is not sent again. */
  marked = true;
  /** How many answers were compared with states. */
  compared = 0;
  /** The pool crashes during the look after this many further ones. */
  diesAfter = Infinity;

  set(classNumber: string, over: Numbers = {}): void {
    this.sections.set(classNumber, seen({ classNumber, ...over }));
  }

  release(): void {
    this.holding = false;
    for (const answer of this.#held.splice(0)) answer();
  }

  readonly institution: Institution = {
    id: 'asu',
    name: 'Fake State',
    timeZone: 'America/Phoenix',
    linkFor: () => 'http://127.0.0.1/',
    rowsPerPage: 200,
    classRequest: (term, classNumber) => ({
      id: `${term} ${classNumber}`,
      institution: 'asu',
      term,
      by: 'class',
      classNumber,
    }),
    courseRequest: (term, { subject, catalogNumber }) => ({
      id: `${term} ${subject} ${catalogNumber}`,
      institution: 'asu',
      term,
      by: 'course',
      subject,
      catalogNumber,
    }),
    readTyped: (text) => ({ text }),
    searchRequest: (term, text) => {
      const [subject, catalogNumber] = text.split(' ');
      return subject === undefined || catalogNumber === undefined
        ? undefined
        : { id: `${term} ${text}`, institution: 'asu', term, by: 'course', subject, catalogNumber };
    },
    currentTerms: () => [
      { term: '2271', name: 'Spring 2027' },
      { term: '2267', name: 'Fall 2026' },
    ],
    termOf: (term) => ({ name: `Term ${term}`, over: term < '2260' }),
    read: (request): Reading =>
      this.garbled
        ? { outcome: 'unrecognised', reason: 'no list' }
        : { outcome: 'complete', sections: this.#answer(request), unsure: this.unsure },
  };

  #answer(request: LookRequest): SeenSection[] {
    return [...this.sections.values()].filter((section) => {
      if (section.term !== request.term || this.lacks(request, section)) return false;
      switch (request.by) {
        case 'class':
          return section.classNumber === request.classNumber;
        case 'course':
          return section.subject === request.subject && section.catalogNumber === request.catalogNumber;
        case 'subject':
          return section.subject === request.subject;
        case 'keywords':
          return section.title.includes(request.keywords);
        default:
          return request satisfies never;
      }
    });
  }

  #reply({ request, kept = [] }: BrowserPoolMessage & { type: 'look' }): Fetched {
    const body = JSON.stringify(this.institution.read(request, { way: 'api', pages: [] }));
    const mark = { digest: body, rows: 1, total: 1 };
    const page = kept[0]?.digest === body ? '' : body;
    return {
      outcome: 'answered',
      answer: { way: 'api', pages: [page], ...(this.marked && { marks: [mark] }) },
      requests: 1,
    };
  }

  poolSpec(): ActorSpec<BrowserPoolMessage> {
    const receive = (context: ActorContext<BrowserPoolMessage>, message: BrowserPoolMessage): void => {
      if (message.type !== 'look') return;
      this.asked.push(message.request);
      this.diesAfter -= 1;
      if (this.diesAfter === -1) throw new Error('the pool died of a look');
      const { failing } = this;
      const answer = (): void => {
        context.tell(message.replyTo, failing ?? this.#reply(message));
      };
      if (this.holding) this.#held.push(answer);
      else answer();
    };
    return {
      type: 'actor',
      id: 'pool',
      accepts: () => true,
      start: (context): Behavior<BrowserPoolMessage> => ({ receive: (message) => receive(context, message) }),
    };
  }

  differSpec(): ActorSpec<DifferMessage> {
    const receive = (context: ActorContext<DifferMessage>, message: DifferMessage): void => {
      if (message.type !== 'compare' || this.differBusy) return;
      this.compared += 1;
      context.tell(message.replyTo, compare(message.job, this.institution));
    };
    return {
      type: 'actor',
      id: 'differ',
      accepts: () => true,
      start: (context): Behavior<DifferMessage> => ({ receive: (message) => receive(context, message) }),
    };
  }
}
