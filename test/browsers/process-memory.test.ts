import t from 'tap';
import { launchBrowser } from '../../src/browsers/launch.ts';
import { processTreeMb } from '../../src/browsers/process-memory.ts';
import { chromePath } from '../support/chrome-path.ts';

t.test('memory is measured for the whole process tree', { skip: process.platform !== 'linux' }, async (t) => {
  const launched = await launchBrowser(chromePath);
  t.teardown(() => launched.close());
  const megabytes = (await processTreeMb(launched.pid)) ?? 0;
  t.ok(megabytes > 50 && megabytes < 2_000, `${megabytes} MB`);
  const below = (await processTreeMb(launched.pid, 'descendants')) ?? 0;
  t.ok(below > 10 && below < megabytes, `${below} MB are its helpers`);
  t.equal(await processTreeMb(99_999_999), 0);
});
