/** @import { InboxView } from '../inbox-store.js' */
/** @import { Strings } from './strings.js' */
import { element, icon } from './element.js';
import { List } from './list.js';

const TICK_MILLIS = 30_000;

/**
 * The panel under the bell: heading, notifications, and a sentence about the connection. It has no store; it passes the
 * user's actions to `on`.
 */
export class Panel {
  #strings;
  #title;
  #hint = element('p', { class: 'hint', dir: 'auto', role: 'status', part: 'hint' });
  #failure = element('p', { class: 'hint failure', dir: 'auto', role: 'alert' });
  #markAll;
  #empty;
  #more;
  #list;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  /**
   * @param {Strings} strings
   * @param {string | undefined} locale
   * @param {{opened: (id: string) => void, archived: (id: string) => void, markAll: () => void, more: () => void}} on
   */
  constructor(strings, locale, on) {
    this.#strings = strings;
    this.#title = element('h2', { id: 'title' }, strings.title);
    this.#markAll = element('button', { type: 'button', class: 'quiet', part: 'mark-all' }, strings.markAllRead);
    this.#markAll.addEventListener('click', () => on.markAll());
    this.#empty = element('div', { class: 'empty' },
      element('span', { class: 'medal' }, icon('m5 12.5 4.5 4.5L19 7.5')),
      element('strong', { dir: 'auto' }, strings.empty), element('span', { dir: 'auto' }, strings.emptyHint));
    this.#more = element('button', { type: 'button', class: 'more' }, strings.loadMore);
    this.#more.addEventListener('click', () => on.more());
    this.#list = new List(strings, locale, on);
    this.element = element('section', { role: 'dialog', 'aria-labelledby': 'title', tabindex: '-1', popover: 'manual',
      id: 'panel', class: 'panel', part: 'panel' },
      element('div', { class: 'head' }, this.#title, this.#markAll), this.#hint, this.#failure,
      element('div', { class: 'scroll' }, this.#list.element, this.#empty, this.#more));
    this.element.addEventListener('keydown', (event) => this.#keydown(event));
  }

  /** @param {InboxView} state @param {Element | null} focused the element in our tree that has the focus */
  render(state, focused) {
    const { known, status, notifications, unread, hasMore } = state;
    const lost = this.#list.render(notifications, focused);
    this.#markAll.disabled = unread === 0;
    this.#empty.hidden = !known || notifications.length > 0 || hasMore;
    this.#more.hidden = !hasMore;
    this.#hint.textContent = this.#hintFor(state);
    this.element.classList.toggle('is-known', known);
    this.element.classList.toggle('is-offline', status !== 'live');
    const gone = focused && (/** @type {HTMLButtonElement} */ (focused).disabled || /** @type {HTMLElement} */ (focused).hidden);
    if (lost || gone) {
      this.focus();
    }
  }

  open() {
    this.element.showPopover();
    this.#list.rewind();
    this.#list.tick();
    this.#ticking = setInterval(() => this.#list.tick(), TICK_MILLIS);
  }

  close() {
    clearInterval(this.#ticking);
    this.#failure.textContent = '';
    if (this.element.isConnected) {
      this.element.hidePopover();
    }
  }

  /** To the current notification, or the dialog itself where there is none. */
  focus() {
    if (!this.#list.focus()) {
      this.element.focus();
    }
  }

  /** Until `work` is done the list's end says so; if it fails, that is said. @param {Promise<unknown>} work */
  async loading(work) {
    this.#more.textContent = this.#strings.loading;
    this.#more.setAttribute('aria-disabled', 'true');
    await work.finally(() => {
      this.#more.textContent = this.#strings.loadMore;
      this.#more.removeAttribute('aria-disabled');
    });
  }

  failed() {
    this.#failure.textContent = this.#strings.failed;
  }

  succeeded() {
    this.#failure.textContent = '';
  }

  /** @param {InboxView} state */
  #hintFor({ status, reason, known }) {
    switch (status) {
      case 'live':
        return '';
      case 'refused':
        return reason === 'unauthorized' || reason === 'forbidden' ? this.#strings[reason] : this.#strings.refused;
      case 'connecting':
        return known ? this.#strings.offline : this.#strings.connecting;
      default:
        return this.#strings.offline;
    }
  }

  /** From the dialog or its header the arrow keys lead into the list. @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.key === 'ArrowDown' && !event.defaultPrevented && this.#list.focus()) {
      event.preventDefault();
    }
  }
}
