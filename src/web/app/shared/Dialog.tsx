/** A modal dialog. The browser keeps the focus inside, closes it on Escape, and then restores the focus. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import { useWords } from './words.tsx';

export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const { t } = useWords();
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    // A dialog that is removed from the document while open does not restore the focus.
    return () => {
      // What opened it may be gone by then, such as a button of the list that was just emptied.
      const opener = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('main');
      opener?.focus();
    };
  }, []);
  return (
    <dialog ref={element} class="dialog" aria-labelledby={titleId} onClose={onClose}>
      <header class="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button
          type="button"
          class="button button-icon"
          aria-label={t('common.close')}
          onClick={() => element.current?.close()}
        >
          <Icon name="cross" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
