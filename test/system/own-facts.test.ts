import t from 'tap';
import type { System } from '../../src/runtime/index.ts';
import { createNode } from '../../src/system/node.ts';
import { ownFacts } from '../../src/system/own-facts.ts';
import { configOf } from '../support/config-of.ts';
import { sourceReading } from '../support/readings.ts';

type Ask = System['outside']['ask'];

t.test('a node measures its schedulers, its browsers and the disk of its data', async (t) => {
  const node = await createNode(configOf({ NODE_ID: 'n', DATA_DIR: t.testdir({}), LOG_LEVEL: 'silent' }));
  const { pace } = sourceReading();
  const answers: Record<string, object> = {
    'checking/browsers/pool': { total: 2, available: 1, busy: 0, queued: 3, overloaded: false, ready: true },
    'checking/asu/scheduler': { ...pace, sections: [] },
    'checking/asu/section-checker': { failures: 4 },
  };
  const ask = (async (ref: { address: string }) => answers[ref.address.replace('n/', '')]) as unknown as Ask;
  const facts = await ownFacts(node, ask)();
  t.match(facts, {
    sources: [{ institution: 'asu', canaryFailures: 4, pace }],
    browsers: { total: 2, running: 1, free: 1, queued: 3 },
    p95Seconds: {},
  });
  t.ok(facts.diskUsedPercent! > 0 && facts.diskUsedPercent! <= 100);
});

t.test('actors that do not answer have no facts', async (t) => {
  const node = await createNode(configOf({ DATA_DIR: `${t.testdir({})}/missing`, LOG_LEVEL: 'silent' }));
  const ask = (() => Promise.reject(new Error('no answer'))) as unknown as Ask;
  t.match(await ownFacts({ ...node, config: { ...node.config, dataDir: '/nowhere/at/all' } }, ask)(), {
    sources: [{ institution: 'asu', canaryFailures: 0, pace: null }],
    browsers: null,
    diskUsedPercent: null,
  });
});
