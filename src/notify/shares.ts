/**
 * Divides the places of a channel among hosts and students (a bulkhead), so that a host that hangs, or a student who
 * adds many such hosts, cannot take them all. Pure.
 */

/** The most messages of one student that are under way. */
const PER_STUDENT = 4;
/** So many hosts that did not answer are remembered. The oldest are forgotten first. */
const REMEMBERED = 1_000;

export interface Share {
  /** `answered`: the host gave an answer, whatever it said. */
  end(answered: boolean): void;
}

export class Shares {
  readonly #perHost: number;
  readonly #byHost = new Map<string, number>();
  readonly #byStudent = new Map<string, number>();
  /** By host: those who wait for a place. */
  readonly #waiting = new Map<string, Set<() => void>>();
  /** Hosts whose last message got no answer. Each has one place until it answers again. */
  readonly #silent = new Set<string>();

  /** `perHost`: the most messages to a host that answers. */
  constructor(perHost: number) {
    this.#perHost = perHost;
  }

  isSilent(host: string): boolean {
    return this.#silent.has(host);
  }

  /** Whether all places of the student are taken. */
  isUsedUp(student: string): boolean {
    return (this.#byStudent.get(student) ?? 0) >= PER_STUDENT;
  }

  /** Calls `freed` when a message to the host has ended. Those who wait are called in turn. Returns how to leave. */
  wait(host: string, freed: () => void): () => void {
    const waiting = this.#waiting.get(host) ?? new Set();
    this.#waiting.set(host, waiting.add(freed));
    return () => {
      waiting.delete(freed);
      if (waiting.size === 0) this.#waiting.delete(host);
    };
  }

  /** Returns undefined if the host or the student has no place left. */
  enter(host: string, student: string): Share | undefined {
    const limit = this.#silent.has(host) ? 1 : this.#perHost;
    if ((this.#byHost.get(host) ?? 0) >= limit || this.isUsedUp(student)) return undefined;
    add(this.#byHost, host, 1);
    add(this.#byStudent, student, 1);
    return {
      end: (answered) => {
        add(this.#byHost, host, -1);
        add(this.#byStudent, student, -1);
        this.#silent.delete(host);
        if (!answered) this.#silent.add(host);
        const [first] = this.#waiting.get(host) ?? [];
        first?.();
        for (const oldest of [...this.#silent].slice(0, -REMEMBERED)) this.#silent.delete(oldest);
      },
    };
  }
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
