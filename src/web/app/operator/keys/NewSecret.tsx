/** The secret of a key that was just made. It cannot be shown again. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MadeKey } from '../../../contract/keys.ts';

export function NewSecret({ made, onDone }: { made: MadeKey; onDone: () => void }): JSX.Element {
  const { id, label, secret } = made;
  return (
    <div class="note key-made" role="status">
      <p>
        <strong>{label}</strong> is ready. Copy its secret now: it is not shown again.
      </p>
      <Value name="HTTP" text={`Authorization: Bearer ${id}.${secret}`} />
      <Value name="MQTT user name" text={id} />
      <Value name="MQTT password" text={secret} />
      <button type="button" class="button button-quiet" onClick={onDone}>
        I have copied it
      </button>
    </div>
  );
}

function Value({ name, text }: { name: string; text: string }): JSX.Element {
  const [state, setState] = useState<'copied' | 'failed'>();
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  return (
    <div class="key-value">
      <span class="quiet">{name}</span>
      <code>{text}</code>
      {/* Without https, browsers do not let pages copy. */}
      {navigator.clipboard !== undefined && (
        <button type="button" class="button button-quiet" aria-label={`Copy ${name}`} onClick={copy}>
          {state === 'copied' ? 'Copied' : state === 'failed' ? 'Not copied' : 'Copy'}
        </button>
      )}
    </div>
  );
}
