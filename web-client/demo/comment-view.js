import { balanced } from '../src/bell/bidi.js';
import { element } from '../src/bell/element.js';
import { initials } from '../src/bell/initials.js';

/**
 * A comment as the thread shows it, its @names marked.
 * @param {{author: string, text: string, at: Date}} comment
 */
export function commentView({ author, text, at }) {
  const state = element('span', { class: 'state' });
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const parts = text.split(/((?:^|(?<=[^\w@]))@[A-Za-z0-9._:+|~-]*[A-Za-z0-9_])/);
  const view = element('li', {},
    element('span', { class: 'face', 'aria-hidden': 'true' }, initials(author)),
    element('div', {},
      element('p', { class: 'byline' }, element('strong', { dir: 'auto' }, balanced(author)), ` ${time} `, state),
      element('p', { class: 'said', dir: 'auto' }, ...parts.map((part, index) => (index % 2 ? element('mark', {}, part) : part)))));
  return {
    element: view,
    /** @param {'sending' | 'sent' | 'failed'} name @param {string} words */
    say(name, words) {
      state.dataset.state = name;
      state.textContent = words;
    },
  };
}
