/** The choice of what a watch is of: one class, several, or any class of the course that meets conditions. */
import type { JSX } from 'preact';
import { seatsOf, courseOf, meetingsOf } from '../../../words/section-words.ts';
import type { SectionState } from '../../contract/section.ts';
import { useWords } from '../shared/words.tsx';
import { ConditionsChoice } from './ConditionsChoice.tsx';
import type { Draft, Scope } from './watch-draft.ts';

interface Props {
  state: SectionState;
  /** All known sections of the course. */
  course: SectionState[];
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** The watch exists. Then only its conditions can change. */
  changing: boolean;
}

export function SubjectChoice({ state, course, draft, change, changing }: Props): JSX.Element {
  const { t } = useWords();
  const name = courseOf(state);
  const scopes: [Scope, string][] = [
    ['section', t('watch.scope.section', { classNumber: state.classNumber })],
    ...(course.length > 1 ? [['sections', t('watch.scope.sections')] as [Scope, string]] : []),
    ['course', t('watch.scope.course', { course: name })],
  ];
  return (
    <fieldset class="choices">
      <legend>{t('watch.scope.legend')}</legend>
      {!changing &&
        scopes.map(([scope, label]) => (
          <label key={scope} class="choice">
            <input
              type="radio"
              name="scope"
              value={scope}
              checked={draft.scope === scope}
              onChange={() => change({ scope })}
            />
            {label}
          </label>
        ))}
      {draft.scope === 'sections' && <SectionsChoice course={course} draft={draft} change={change} />}
      {draft.scope === 'course' && (
        <ConditionsChoice
          course={course}
          conditions={draft.conditions}
          onChange={(conditions) => change({ conditions })}
        />
      )}
    </fieldset>
  );
}

function SectionsChoice({ course, draft, change }: Pick<Props, 'course' | 'draft' | 'change'>): JSX.Element {
  const words = useWords();
  const toggle = (section: string): void =>
    change({
      sections: draft.sections.includes(section)
        ? draft.sections.filter((other) => other !== section)
        : [...draft.sections, section],
    });
  return (
    <div class="watch-sections" role="group" aria-label={words.t('watch.scope.sections')}>
      {course.map((state) => (
        <label key={state.section} class="choice">
          <input
            type="checkbox"
            checked={draft.sections.includes(state.section)}
            onChange={() => toggle(state.section)}
          />
          <span>
            {state.classNumber} · {meetingsOf(state, words)} <span class="quiet">{seatsOf(state, words)}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
