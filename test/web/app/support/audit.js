/* Runs inside a page. Lists what is hard to use on a phone, with a keyboard, a screen reader or low vision. */
(() => {
  const findings = [];
  const visible = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const name = (element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${textOf(element).slice(0, 40)}"`;
  const textOf = (element) => (element.textContent ?? '').trim();
  const all = (selector) => [...document.querySelectorAll(selector)].filter(visible);
  const hiddenFromEyes = (element) => element.closest('.visually-hidden, .skip, .news-none') !== null;

  const scene = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  /** Red, green, blue 0 to 255 and alpha 0 to 1 of any CSS colour. */
  const rgba = (colour) => {
    scene.clearRect(0, 0, 1, 1);
    scene.fillStyle = colour;
    scene.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = scene.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (front, back) =>
    [0, 1, 2].map((index) => front[index] * front[3] + back[index] * (1 - front[3])).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => (layer[3] === 0 ? below : over(layer, below)), [255, 255, 255, 1]);
  };
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) =>
    (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = all('body *').filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest('.tree-scroll'),
    );
    findings.push(
      `scrolls sideways, ${root.scrollWidth} px of ${root.clientWidth}: ${wide.slice(0, 3).map(name).join(', ')}`,
    );
  }
  if (!root.lang) findings.push('no language');
  if (!document.title) findings.push('no title');
  if (all('main').length !== 1) findings.push(`${all('main').length} main landmarks`);
  if (all('h1').length !== 1) findings.push(`${all('h1').length} main headings`);

  let level = 0;
  for (const heading of all('h1, h2, h3, h4, h5, h6').filter((one) => !one.closest('dialog'))) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) findings.push(`heading jumps from ${level} to ${next}: ${name(heading)}`);
    level = next;
  }

  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids.filter((one, index) => ids.indexOf(one) !== index)) findings.push(`id twice: ${id}`);
  for (const element of document.querySelectorAll('[aria-labelledby]')) {
    if (document.getElementById(element.getAttribute('aria-labelledby')) === null)
      findings.push(`labelled by nothing: ${name(element)}`);
  }
  for (const field of all('input, select, textarea'))
    if (field.labels.length === 0) findings.push(`field without a label: ${name(field)}`);
  for (const one of all('button, a[href], summary'))
    if (!(one.getAttribute('aria-label') ?? one.textContent ?? '').trim()) findings.push(`nameless: ${name(one)}`);
  for (const image of all('svg'))
    if (image.getAttribute('aria-hidden') !== 'true' && !image.getAttribute('aria-label'))
      findings.push('picture without words');

  if (innerWidth < 600) {
    for (const target of all(
      'button, select, summary, input:not([type="checkbox"], [type="radio"]), label.choice, a.button, a.brand',
    )) {
      const { width, height } = target.getBoundingClientRect();
      if (width < 44 || height < 44)
        findings.push(`small to touch, ${Math.round(width)} by ${Math.round(height)}: ${name(target)}`);
    }
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (
      !node.data.trim() ||
      !visible(element) ||
      hiddenFromEyes(element) ||
      element.closest('option, :disabled, .fresh, .news-item, canvas')
    )
      continue;
    const style = getComputedStyle(element);
    const large =
      parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const ground = behind(element);
    const ratio = contrast(over(rgba(style.color), ground), ground);
    if (ratio < (large ? 3 : 4.5)) findings.push(`contrast ${ratio.toFixed(2)}: ${name(element)}`);
  }
  return findings;
})();
