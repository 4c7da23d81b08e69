/** The page's elements, by their ids. @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/**
 * Text goes in as text: nothing here turns a string into markup.
 * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

/** @param {string} [text] none: there is no problem any more */
export function showProblem(text = '') {
  byId('problem').textContent = text;
  byId('problem').hidden = text === '';
}

/** @param {'Connecting…' | 'Live' | 'Offline, trying again'} words */
export function showConnection(words) {
  byId('connection').textContent = words;
  byId('connection').dataset.live = String(words === 'Live');
}
