/** Competing processes and crashes, in random order (seeded). */
import fc from 'fast-check';
import type { Test } from 'tap';
import type { SectionState } from '../../../src/domain/section.ts';
import { RENEWED_BELOW } from '../../../src/store/sections.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { commitOf, CSE310, fanOut, FULL, LEASE_MS, OPEN, see, student, take, takePending, watch } from './harness.ts';

const SEED = 20_260_101;

type RivalStep = { section: string; owner: string } & (
  { does: 'claim' | 'release' | 'renew' } | { does: 'commit'; open: boolean } | { does: 'advance'; ms: number }
);

/** The expected row of a section: who leases it, until when, and its version. undefined: it has no row. */
interface Row {
  owner: string | null;
  until: number;
  version: number;
}

class Rivals {
  readonly #harness: StoreHarness;
  readonly #rows = new Map<string, Row>();
  /** The state from the last claim, by owner and section. It may be out of date. */
  readonly #seen = new Map<string, SectionState | null>();

  constructor(harness: StoreHarness) {
    this.#harness = harness;
  }

  /** Runs one step on the store and on the model. false: they disagree. */
  async agree(step: RivalStep): Promise<boolean> {
    const { store } = this.#harness;
    const row = this.#rows.get(step.section);
    switch (step.does) {
      case 'advance':
        await this.#harness.advance(step.ms);
        return true;
      case 'renew': {
        const isDue = ({ until }: Row): boolean => until - this.#harness.now() < RENEWED_BELOW * LEASE_MS;
        const held = [...this.#rows.values()].filter((each) => this.#holds(each, step.owner) && isDue(each));
        for (const each of held) each.until = this.#harness.now() + LEASE_MS;
        return (await store.sections.renew(step.owner, LEASE_MS)) === held.length;
      }
      case 'release':
        await store.sections.release(step.owner, [step.section], 0);
        if (row?.owner === step.owner) Object.assign(row, { owner: null, until: 0 });
        if (row?.owner === null && row.version === 0) this.#rows.delete(step.section);
        return true;
      case 'claim':
        return await this.#claim(step, row);
      case 'commit':
        return await this.#commit(step, row, step.open);
      default:
        return step satisfies never;
    }
  }

  async #claim({ owner, section }: RivalStep, row: Row | undefined): Promise<boolean> {
    const [claimed] = await take(this.#harness, [section], owner);
    if (row !== undefined && row.until > this.#harness.now()) return claimed === undefined;
    if (claimed === undefined) return false;
    this.#seen.set(owner + section, claimed.state);
    this.#rows.set(section, { owner, until: this.#harness.now() + LEASE_MS, version: row?.version ?? 0 });
    return (claimed.state?.version ?? 0) === (row?.version ?? 0);
  }

  async #commit({ owner, section }: RivalStep, row: Row | undefined, open: boolean): Promise<boolean> {
    const commit = commitOf(this.#harness, section, this.#seen.get(owner + section) ?? null, open ? OPEN : FULL);
    const allowed =
      row === undefined
        ? commit.expectedVersion === 0
        : this.#holds(row, owner) && row.version === commit.expectedVersion;
    const { committed, lost } = await this.#harness.store.sections.commit(owner, [commit]);
    if (allowed) this.#rows.set(section, { owner: null, until: 0, version: commit.state!.version });
    return committed.length === (allowed ? 1 : 0) && lost.length === (allowed ? 0 : 1);
  }

  #holds(row: Row, owner: string): boolean {
    return row.owner === owner && row.until > this.#harness.now();
  }
}

/** The steps of a run. No other run uses the same sections and owners. */
const rivalSteps = fc.array(
  fc.record({
    section: fc.constantFrom('1', '2'),
    owner: fc.constantFrom('ada', 'ben', 'cid'),
    does: fc.constantFrom('claim', 'claim', 'commit', 'commit', 'renew', 'release', 'advance'),
    open: fc.boolean(),
    ms: fc.constantFrom(1, LEASE_MS / 2, LEASE_MS),
  }),
  { minLength: 20, maxLength: 40 },
);

const mailSteps = fc.array(fc.constantFrom('open', 'close', 'fan out', 'claim', 'hand over', 'fail', 'crash'), {
  minLength: 10,
  maxLength: 25,
});

export function rivalryContract(t: Test, make: MakeHarness): void {
  t.test('a stale owner never writes over a newer holder', async (t) => {
    const harness = await make(t);
    let run = 1_000;
    await fc.assert(
      fc.asyncProperty(rivalSteps, async (steps) => {
        const rivals = new Rivals(harness);
        run += 1;
        for (const step of steps) {
          if (
            !(await rivals.agree({
              ...step,
              section: `asu/2267/${run}${step.section}`,
              owner: `${step.owner} ${run}`,
            } as RivalStep))
          )
            return false;
        }
        return true;
      }),
      { seed: SEED, numRuns: 15, endOnFailure: true },
    );
  });

  t.test('whatever crashes between a change and its mail, every watch gets it once', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const watches = [
      await watch(harness, await student(harness), CSE310),
      await watch(harness, await student(harness, 'ben@example.edu'), CSE310),
    ];
    const expected: string[] = [];
    const mailbox: string[] = [];
    let owners = 0;
    let held: string[] = [];
    const settle = async (outcome: 'sent' | 'retry'): Promise<void> => {
      await harness.store.notifications.record(
        `mailer ${owners}`,
        held.map((id) => ({ id, ...(outcome === 'sent' ? { outcome } : { outcome, inMs: 1_000, error: 'busy' }) })),
      );
      if (outcome === 'sent') mailbox.push(...held);
      held = [];
    };
    const claim = async (): Promise<void> => {
      owners += 1;
      held = (await takePending(harness, `mailer ${owners}`)).map(({ id }) => id);
    };
    const steps: Record<string, () => Promise<void>> = {
      open: async () => {
        const opened = (await see(harness, CSE310, OPEN)).changes.find(({ kind }) => kind === 'opened');
        if (opened !== undefined) expected.push(...watches.map(({ id }) => `${id}+${opened.id}+email`));
      },
      close: async () => {
        await see(harness, CSE310, FULL);
      },
      'fan out': async () => {
        await fanOut(harness);
      },
      claim,
      'hand over': () => settle('sent'),
      fail: () => settle('retry'),
      crash: async () => {
        held = [];
        await harness.reopen();
      },
    };
    await fc.assert(
      fc.asyncProperty(mailSteps, async (names) => {
        for (const name of names) await steps[name]!();
        await fanOut(harness);
        await harness.advance(LEASE_MS);
        await claim();
        await settle('sent');
        t.same(mailbox.toSorted(), expected.toSorted());
      }),
      { seed: SEED, numRuns: 8, endOnFailure: true },
    );
    t.ok(expected.length > 10);
  });
}
