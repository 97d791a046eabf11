import t from 'tap';
import { settle as settleLook } from '../../../src/checking/settling/settle.ts';
import type { SettledLook } from '../../../src/checking/settling/write-looks.ts';
import { WriteQueue } from '../../../src/checking/settling/write-queue.ts';
import { recordingLog, settle } from '../../../src/runtime/testing/index.ts';
import { claimed, job } from '../../support/jobs.ts';
import { manualTurns } from '../../support/manual-turns.ts';
import { rule, shows } from '../../support/shown.ts';

/** A queue whose writes end when the test says so. */
function stage() {
  const turns = manualTurns();
  const written: string[][] = [];
  const ends: (() => void)[] = [];
  const queue = new WriteQueue({
    turns,
    log: recordingLog(),
    onUnwritten: () => undefined,
    write: (batch) => {
      written.push(batch.map(({ look }) => look.job.id));
      return new Promise((resolve) => {
        ends.push(resolve);
      });
    },
  });
  const endWrite = async (): Promise<void> => {
    ends.shift()!();
    await settle();
  };
  return { queue, turns, written, endWrite };
}

let classNumber = 10_000;

function look(id: string, enrolled = 150): SettledLook {
  classNumber += 1;
  const section = claimed({ classNumber: String(classNumber) });
  const one = job(id, [section]);
  const shown = shows(section.state, { classNumber: section.classNumber, enrolled });
  const settlement = settleLook(one, shown, rule);
  return { look: { job: one, answer: () => undefined, tell: () => undefined }, shown, settlement, requests: 1 };
}

t.test('looks wait a moment for each other and are written together', async (t) => {
  const { queue, turns, written } = stage();
  queue.add(look('a'));
  queue.add(look('b'));
  t.same([written, turns.waits()], [[], [40]]);
  await turns.fire();
  t.same(written, [['a', 'b']]);
});

t.test('an opening is written at once, with the looks that wait', async (t) => {
  const { queue, written } = stage();
  queue.add(look('a'));
  queue.add(look('b', 149));
  t.same(written, [['a', 'b']]);
});

t.test('what comes during a write is written right after it, together', async (t) => {
  const { queue, written, endWrite } = stage();
  queue.add(look('a', 149));
  for (const id of ['b', 'c']) queue.add(look(id, 149));
  t.same(written, [['a']], 'one write at a time');
  await endWrite();
  t.same(written, [['a'], ['b', 'c']]);
});
