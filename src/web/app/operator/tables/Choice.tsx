/** A labelled choice above a table, such as its filter or its order. */
import type { JSX } from 'preact';

interface Props<Value extends string> {
  id: string;
  label: string;
  value: Value;
  options: Readonly<Record<Value, string>>;
  onChoose: (value: Value) => void;
}

export function Choice<Value extends string>({ id, label, value, options, onChoose }: Props<Value>): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value as Value)}>
        {Object.entries<string>(options).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
