/**
 * Decides whether unanswered messages are the fault of the hosts or of our own network. A host that a student has named
 * may be down for ever, and says nothing about the others. Pure.
 */

/** So many hosts of so many students, with no answer from anyone between, are our own fault. */
const IN_A_ROW = 3;

export class Silences {
  readonly #hosts = new Set<string>();
  readonly #students = new Set<string>();

  answered(): void {
    this.#hosts.clear();
    this.#students.clear();
  }

  /** Returns whether it looks as if nobody can be reached. */
  unanswered(host: string, student: string): boolean {
    if (this.#hosts.size < IN_A_ROW) this.#hosts.add(host);
    if (this.#students.size < IN_A_ROW) this.#students.add(student);
    return this.#hosts.size >= IN_A_ROW && this.#students.size >= IN_A_ROW;
  }
}
