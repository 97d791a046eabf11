import t from 'tap';
import { runStore } from '../../../scripts/bench/store/store.ts';
import { figuresOf, tinyRun } from './support.ts';

const sizes = { rounds: 1, sections: 20, onMongo: { rounds: 1, sections: 10 }, openings: 4, stored: [20, 40] };

t.test('each call of a cycle is measured beside the driver alone, on every store there is', async (t) => {
  const report = await tinyRun((bench) => runStore(bench, sizes));
  const titles = (store: string, sections: number) => [
    `${store}: claim of ${sections} sections by ${sections} requests`,
    `${store}: commit of ${sections} looks, 500 at a time`,
    `${store}: what a scheduler learns of ${sections} watched sections`,
    `${store}: fan-out of 4 openings to the watches of their sections`,
  ];
  const mongo = report.notes.length === 0 ? titles('MongoDB', 10) : [];
  t.same(
    report.tables.map(({ title }) => title),
    [
      ...titles('SQLite', 20),
      'migrate: 20 sections, 80 watches and their history to another SQLite file',
      'SQLite: the changes of 10 sections that a client has missed',
      ...mongo,
    ],
  );
  const figures = figuresOf(report);
  for (const title of titles('SQLite', 20).slice(0, 2)) {
    t.ok(figures.includes(`${title}: ours: sections/s`));
    t.ok(figures.includes(`${title}: the driver alone: CPU µs/section`));
  }
  for (const { title, rows } of report.tables)
    for (const { name, figures: measures } of rows)
      t.ok(
        Object.values(measures).every(({ median }) => median > 0),
        `${title}: ${name}`,
      );
});
