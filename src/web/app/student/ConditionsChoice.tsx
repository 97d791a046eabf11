/** Which classes of a course: days, hours, place and instructor. */
import type { ComponentChildren, JSX } from 'preact';
import { WEEK } from '../../../domain/conditions.ts';
import type { SectionState } from '../../contract/section.ts';
import type { Conditions } from '../../contract/watch.ts';
import { useWords } from '../shared/words.tsx';
import { fitting, namesIn } from './watch-draft.ts';

interface Props {
  course: SectionState[];
  conditions: Conditions;
  onChange: (conditions: Conditions) => void;
}

export function ConditionsChoice({ course, conditions, onChange }: Props): JSX.Element {
  const { t, formats } = useWords();
  const set = (part: { [Name in keyof Conditions]?: Conditions[Name] | undefined }): void =>
    onChange(Object.fromEntries(Object.entries({ ...conditions, ...part }).filter(([, value]) => value !== undefined)));
  const days = conditions.days ?? [];
  const toggle = (day: (typeof WEEK)[number]): void => {
    const chosen = days.includes(day) ? days.filter((other) => other !== day) : [...days, day];
    set({ days: chosen.length === 0 ? undefined : chosen });
  };
  const campuses = namesIn(course.map(({ campus }) => campus));
  const people = namesIn(course.flatMap(({ instructors }) => instructors ?? []));
  const fit = fitting(course, conditions);
  return (
    <div class="watch-conditions">
      <fieldset class="choices">
        <legend>{t('watch.conditions.days')}</legend>
        <div class="days">
          {WEEK.map((day) => (
            <label key={day} class="day">
              <input type="checkbox" name={day} checked={days.includes(day)} onChange={() => toggle(day)} />
              {formats.weekday(day)}
            </label>
          ))}
        </div>
      </fieldset>
      <div class="pair">
        {(['after', 'before'] as const).map((bound) => (
          <div key={bound} class="field">
            <label for={`watch-${bound}`}>{t(`watch.conditions.${bound}`)}</label>
            <input
              id={`watch-${bound}`}
              type="time"
              value={conditions[bound] ?? ''}
              onInput={({ currentTarget: { value } }) => set({ [bound]: value === '' ? undefined : value })}
            />
          </div>
        ))}
      </div>
      <Select
        id="watch-mode"
        label={t('watch.conditions.mode')}
        value={conditions.mode}
        onChange={(mode) => set({ mode: mode as Conditions['mode'] })}
      >
        <option value="">{t('watch.conditions.anyMode')}</option>
        <option value="in-person">{t('watch.conditions.inPerson')}</option>
        <option value="online">{t('watch.conditions.online')}</option>
      </Select>
      {campuses.length > 1 && (
        <Select
          id="watch-campus"
          label={t('watch.conditions.campus')}
          value={conditions.campus}
          onChange={(campus) => set({ campus })}
        >
          <option value="">{t('watch.conditions.anyCampus')}</option>
          <Names names={campuses} />
        </Select>
      )}
      {people.length > 0 && (
        <div class="pair">
          <Select
            id="watch-instructor"
            label={t('watch.conditions.instructor')}
            value={conditions.instructor}
            onChange={(instructor) => set({ instructor })}
          >
            <option value="">{t('watch.conditions.anyInstructor')}</option>
            <Names names={people} />
          </Select>
          <Select
            id="watch-not-instructor"
            label={t('watch.conditions.notInstructor')}
            value={conditions.notInstructor}
            onChange={(notInstructor) => set({ notInstructor })}
          >
            <option value="">{t('watch.conditions.noInstructor')}</option>
            <Names names={people} />
          </Select>
        </div>
      )}
      <p class="quiet" role="status">
        {t('watch.conditions.fit', { fit: fit.length, count: course.length })} {t('watch.conditions.new')}
      </p>
    </div>
  );
}

interface SelectProps {
  id: string;
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  children: ComponentChildren;
}

function Select({ id, label, value, onChange, children }: SelectProps): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
      >
        {children}
      </select>
    </div>
  );
}

function Names({ names }: { names: string[] }): JSX.Element {
  return (
    <>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </>
  );
}
