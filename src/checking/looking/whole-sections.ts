/**
 * A claim shows of a state only what decides when the next look is worth a request. The rest is read when an answer
 * must be compared, so that looks at which nothing is new need not carry it.
 */
import type { SectionState } from '../../domain/section.ts';
import type { ClaimedSection, KnownSection, SectionStore } from '../../store/sections.ts';

/**
 * Returns the sections with their whole states, in one read. A state that was written since the claim gets the version
 * that was claimed, so that a commit that was compared with it is lost. A state that was damaged since counts as none,
 * so that its commit is lost too and the section is given back. Rejects if the store cannot be read.
 */
export async function wholeSections(
  sections: Pick<SectionStore, 'known'>,
  claimed: readonly ClaimedSection[],
): Promise<KnownSection[]> {
  if (claimed.every(({ state }) => state === null)) return claimed.map((section) => ({ ...section, state: null }));
  const rows = await sections.known(claimed.map(({ section }) => section));
  const states = new Map(rows.map(({ section, state }) => [section, state]));
  return claimed.map((section) => {
    const whole = section.state && (states.get(section.section) ?? null);
    return { ...section, state: whole && { ...whole, version: section.state!.version } };
  });
}

/** Throws if the section is not one of `wholeSections`. */
export function wholeState({ section, state }: ClaimedSection): SectionState | null {
  if (state !== null && !isWhole(state)) throw new Error(`the whole state of ${section} was not read`);
  return state;
}

function isWhole(state: ClaimedSection['state'] & object): state is SectionState {
  return 'section' in state;
}
