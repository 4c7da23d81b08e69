/** @import { Strings } from './strings.js' */
import { element } from './element.js';

const SHOWN_MILLIS = 6000;

/** @typedef {'archivedNow' | 'markedRead'} Undoable the key of what the bar says */

/**
 * Offers to take back what was archived or marked as read, for six seconds, or longer while the pointer or the focus is on it. What is
 * done meanwhile is added if it is the same, and else takes its place.
 */
export class UndoBar {
  #text = element('span', { dir: 'auto' });
  #strings;
  /** @type {string[]} */
  #ids = [];
  /** @type {Undoable} */
  #what = 'archivedNow';
  #held = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Strings} strings @param {(ids: string[], what: Undoable) => void} onUndo */
  constructor(strings, onUndo) {
    this.#strings = strings;
    const button = element('button', { type: 'button', class: 'quiet', part: 'undo' }, strings.undo);
    button.addEventListener('click', () => {
      const ids = this.#ids;
      this.hide();
      onUndo(ids, this.#what);
    });
    this.element = element('div', { class: 'undo', hidden: true }, this.#text, button);
    for (const [event, held] of /** @type {const} */ ([['pointerenter', true], ['focusin', true], ['pointerleave', false], ['focusout', false]])) {
      this.element.addEventListener(event, () => this.#hold(held));
    }
  }

  /** @param {string[]} ids @param {Undoable} what @returns {string} what it says */
  offer(ids, what) {
    this.#ids = what === this.#what ? [...this.#ids, ...ids] : ids;
    this.#what = what;
    this.#text.textContent = this.#strings[what](this.#ids.length);
    this.element.hidden = false;
    this.#hold(this.#held);
    return this.#text.textContent;
  }

  hide() {
    clearTimeout(this.#timer);
    this.#held = false;
    this.#ids = [];
    this.element.hidden = true;
  }

  /** Presses the button, if it is there. @returns {boolean} */
  press() {
    const shown = !this.element.hidden;
    if (shown) {
      this.element.querySelector('button')?.click();
    }
    return shown;
  }

  /** @param {boolean} held */
  #hold(held) {
    this.#held = held;
    clearTimeout(this.#timer);
    this.#timer = held || this.element.hidden ? undefined : setTimeout(() => this.hide(), SHOWN_MILLIS);
  }
}
