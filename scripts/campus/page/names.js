/**
 * The class names and ids that readers of the page rely on. The "redesign" fault of the simulator changes all of them.
 */
const redesigned = document.documentElement.dataset.layout === 'changed';

export function name(original) {
  return original
    .split(' ')
    .map((word) => (redesigned ? disguise(word) : word))
    .join(' ');
}

function disguise(word) {
  const hash = [...word].reduce((sum, letter) => (sum * 33 + letter.charCodeAt(0)) >>> 0, 5381);
  return `css-${hash.toString(36)}`;
}
