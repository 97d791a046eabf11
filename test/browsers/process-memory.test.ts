import t from 'tap';
import { launchBrowser } from '../../src/browsers/launch.ts';
import { processTreeMb } from '../../src/browsers/process-memory.ts';
import { chromePath } from '../support/chrome-path.ts';
import { eventually } from '../support/eventually.ts';

t.test('memory is measured for the whole process tree', { skip: process.platform !== 'linux' }, async (t) => {
  const launched = await launchBrowser(chromePath);
  t.teardown(() => launched.close());
  // Its helpers are still starting.
  await eventually(async () => {
    const below = (await processTreeMb(launched.pid, 'descendants')) ?? 0;
    const megabytes = (await processTreeMb(launched.pid)) ?? 0;
    return below > 10 && below < megabytes && megabytes > 50 && megabytes < 2_000;
  });
  t.equal(await processTreeMb(99_999_999), 0);
});
