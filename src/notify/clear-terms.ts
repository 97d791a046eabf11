/** Clears the retained topics of terms that are over. */
import { sectionTopic } from '../bus/topics.ts';
import type { TermStore } from '../store/terms.ts';

const BATCH = 500;

/** Also clears what an earlier process published: the broker may have outlived it. */
export async function clearTerms(
  terms: Pick<TermStore, 'uncleared' | 'sectionsOf' | 'markCleared'>,
  clear: (topic: string) => Promise<void>,
): Promise<void> {
  for (const over of await terms.uncleared()) {
    for (let after: string | undefined = ''; after !== undefined;) {
      const sections: string[] = await terms.sectionsOf(over, after, BATCH);
      for (const section of sections) await clear(sectionTopic(section));
      after = sections.length === BATCH ? sections.at(-1) : undefined;
    }
    await terms.markCleared(over);
  }
}
