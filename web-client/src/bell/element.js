/**
 * Makes elements. Text goes in as text nodes: there is no way here to turn a string into markup.
 *
 * @typedef {Node | string | null} Child
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | null>} [attributes] `false` and `null`: left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * A 24 by 24 line drawing, hidden from assistive technology.
 * @param {...string} paths
 */
export function icon(...paths) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/**
 * A template such as `{actor} mentioned you` with its words in place, so that translations may order them freely.
 * @param {string} template
 * @param {Record<string, Child>} words
 * @returns {Child[]}
 */
export function phrase(template, words) {
  return template.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : words[part] ?? ''));
}
