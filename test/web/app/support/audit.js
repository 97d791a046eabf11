/* Runs inside a page. Lists what axe has no rule for: scrolling sideways, and targets that are small for a finger. */
(() => {
  const findings = [];
  const visible = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const name = (element) => {
    const text = (element.textContent ?? '').trim().slice(0, 40);
    return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${text}"`;
  };
  const targets = ['button', 'select', 'summary', 'label.choice', 'label.choose', 'a.button', 'a.brand'];
  const all = (selector) => [...document.querySelectorAll(selector)].filter(visible);

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = all('body *').filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest('.tree-scroll'),
    );
    findings.push(
      `scrolls sideways, ${root.scrollWidth} px of ${root.clientWidth}: ${wide.slice(0, 3).map(name).join(', ')}`,
    );
  }
  if (innerWidth < 600) {
    for (const target of all(`${targets.join()}, input:not([type="checkbox"], [type="radio"])`)) {
      const { width, height } = target.getBoundingClientRect();
      if (width < 44 || height < 44)
        findings.push(`small to touch, ${Math.round(width)} by ${Math.round(height)}: ${name(target)}`);
    }
  }
  return findings;
})();
