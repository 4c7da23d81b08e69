/** @import { InboxView } from '../inbox-store.js' */
/** @import { Strings } from './strings.js' */
import { element, icon } from './element.js';

const MOST_SHOWN = 99;

/** The bell itself, with the number of unseen notifications. */
export class BellButton {
  #badge = element('span', { class: 'badge', part: 'badge', dir: 'ltr', 'aria-hidden': 'true' });
  element = element('button', { type: 'button', class: 'bell', part: 'button', 'aria-haspopup': 'dialog',
    'aria-expanded': 'false', 'aria-controls': 'panel' },
    icon('M6 16V10.5a6 6 0 0 1 12 0V16l1.6 2H4.4L6 16Z', 'M10 20.5a2.2 2.2 0 0 0 4 0'), this.#badge);

  /** @param {() => void} onClick */
  constructor(onClick) {
    this.element.addEventListener('click', () => onClick());
  }

  set expanded(/** @type {boolean} */ expanded) {
    this.element.setAttribute('aria-expanded', String(expanded));
  }

  /** What the badge says. */
  get count() {
    return this.#badge.textContent ?? '';
  }

  /** @param {InboxView} state @param {Strings} strings */
  render(state, strings) {
    this.#badge.textContent = state.unseen > MOST_SHOWN ? `${MOST_SHOWN}+` : String(state.unseen);
    this.#badge.hidden = state.unseen === 0;
    this.element.setAttribute('aria-label', strings.bell(state));
    this.element.title = strings.title;
  }
}
