/** The history of a section: a chart, which is loaded when it is opened, and files to take away. */
import type { FunctionComponent, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useWords } from '../shared/words.tsx';

type Chart = FunctionComponent<{ section: string }>;

export function SectionHistory({ section, name }: { section: string; name: string }): JSX.Element {
  const { t } = useWords();
  const [Chart, setChart] = useState<Chart>();
  const files = [
    ['feed.atom', t('live.history.feed')],
    ['history.csv', t('live.history.table')],
    ['calendar.ics', t('live.history.calendar')],
  ] as const;
  return (
    <details
      class="history"
      onToggle={({ currentTarget: { open } }) => {
        if (!open || Chart !== undefined) return;
        void import('./HistoryChart.tsx').then(
          ({ HistoryChart }) => setChart(() => HistoryChart),
          // The files below it need no script.
          () => undefined,
        );
      }}
    >
      <summary aria-label={t('live.history.of', { name })}>{t('live.history.title')}</summary>
      {Chart && <Chart section={section} />}
      <ul class="plain history-files">
        {files.map(([file, words]) => (
          <li key={file}>
            <a class="button button-quiet" href={`/api/v1/sections/${section}/${file}`}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
