/** After an upgrade of the server, an open page may miss parts that it has not loaded yet. It is then loaded again. */

/** Vite's event: a part that is imported later did not come. */
const PART_MISSING = 'vite:preloadError';

/** Must be called before anything is imported later. */
export function renewAfterUpgrade(): void {
  addEventListener(PART_MISSING, () => {
    isOutdated().then(
      (outdated) => {
        if (outdated) location.reload();
      },
      () => undefined, // there is no connection: the page as it is is better than none
    );
  });
}

/** Whether the server sends this page with another script by now. */
async function isOutdated(): Promise<boolean> {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  const answer = await fetch(location.pathname);
  return script !== null && answer.ok && !(await answer.text()).includes(new URL(script.src).pathname);
}
