/** The search of a table. */
import type { JSX } from 'preact';

interface Props {
  id: string;
  label: string;
  value: string;
  onType: (text: string) => void;
}

export function SearchField({ id, label, value, onType }: Props): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="search"
        autocomplete="off"
        value={value}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </div>
  );
}
