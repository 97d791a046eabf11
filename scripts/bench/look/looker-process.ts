/** The process of one looker. The parent sends what to look at, and measures what that costs. */
import { performance } from 'node:perf_hooks';
import { LOOKERS } from './lookers.ts';
import type { Question } from './looker.ts';
import type { FromLooker, ToLooker } from './looker-host.ts';

const { name, options } = JSON.parse(process.argv[2]!) as { name: keyof typeof LOOKERS; options: never };
const looker = await LOOKERS[name](options);
const { inFlight } = options as { inFlight: number };
const answer = (message: FromLooker): void => {
  process.send!(message);
};

process.on('message', (message: ToLooker) => {
  if (message.type === 'close') void close();
  else
    void run(message.questions, message.limitMs).then(answer, (error: unknown) =>
      answer({ type: 'failed', reason: String(error) }),
    );
});
// Its browsers end with it, even if the parent was killed.
process.once('disconnect', () => process.exit());
answer({ type: 'ready' });

/** Goes through the questions again and again, `inFlight` at a time. Begins no look after `limitMs`. */
async function run(questions: Question[], limitMs: number): Promise<FromLooker> {
  const start = performance.now();
  let [next, looks, sections] = [0, 0, 0];
  const worker = async (): Promise<void> => {
    while (performance.now() - start < limitMs) {
      const question = questions[next++ % questions.length]!;
      await looker.look(question);
      looks += 1;
      sections += question.sections;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { type: 'ran', looks, sections, ms: performance.now() - start };
}

async function close(): Promise<void> {
  await looker.close();
  process.disconnect();
}
