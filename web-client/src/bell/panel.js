/** @import { Notification } from '../protocol.js' */
/** @import { InboxView } from '../inbox-store.js' */
/** @import { ListName } from '../inbox-state.js' */
/** @import { Strings } from './strings.js' */
/** @import { CustomRows } from './custom-rows.js' */
/** @import { Undoable } from './undo-bar.js' */
import { ConnectionHint } from './connection-hint.js';
import { element, icon } from './element.js';
import { List } from './list.js';
import { Tabs } from './tabs.js';
import { UndoBar } from './undo-bar.js';

const TICK_MILLIS = 30_000;

/**
 * @typedef {object} Actions what the user does, for the panel's owner
 * @property {(item: Notification, event: MouseEvent) => void} opened
 * @property {(item: Notification) => void} archived
 * @property {(item: Notification) => void} unarchived
 * @property {(item: Notification) => void} unread marked as unread
 * @property {(ids: string[], what: Undoable) => void} undone what was archived or marked as read is to be as before
 * @property {() => void} markAll
 * @property {() => void} archiveRead
 * @property {() => void} desktopWanted notifications of the system are wanted: the browser is to ask
 * @property {() => void} selected another list is shown, from its top
 * @property {() => void} end the reader is at the end of the list
 */

/**
 * The panel under the bell: heading, lists of notifications, and a sentence about the connection. It has no store; it passes
 * the user's actions to `on`.
 */
export class Panel {
  #strings;
  #title;
  #hint;
  #failure = element('p', { class: 'hint failure', dir: 'auto', role: 'alert' });
  #markAll;
  #archiveRead;
  #tabs;
  #emptyTitle = element('strong', { dir: 'auto' });
  #emptyHint = element('span', { dir: 'auto' });
  #empty = element('div', { class: 'empty' }, element('span', { class: 'medal' }, icon('m5 12.5 4.5 4.5L19 7.5')), this.#emptyTitle, this.#emptyHint);
  #more;
  #desktop;
  #scroll = element('div', { class: 'scroll', role: 'tabpanel', id: 'list' });
  #list;
  #undo;
  /** @type {Set<ListName>} */
  #loading = new Set();
  /** Whether the reader has scrolled; a script or a screen reader that brings the end into view means the button there. */
  #byHand = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  /**
   * @param {Strings} strings
   * @param {string | undefined} locale
   * @param {Actions} on
   * @param {CustomRows} customRows
   */
  constructor(strings, locale, on, customRows) {
    this.#strings = strings;
    this.#hint = new ConnectionHint(strings, locale);
    this.#title = element('h2', { id: 'title' }, strings.title);
    this.#markAll = button(strings.markAllRead, 'mark-all', on.markAll);
    this.#archiveRead = button(strings.archiveRead, 'archive-read', on.archiveRead);
    this.#desktop = button(strings.desktop, 'desktop', on.desktopWanted);
    this.offersDesktop = false;
    this.#more = element('button', { type: 'button', class: 'more' }, strings.loadMore);
    this.#more.addEventListener('click', () => on.end());
    this.#list = new List(this.#scroll, strings, locale, on, customRows);
    this.#tabs = new Tabs(strings.title, [['all', strings.all], ['unread', strings.unread], ['archived', strings.archived]], 'list', () => {
      this.#list.clear();
      this.#sayLoading();
      on.selected();
    });
    this.#undo = new UndoBar(strings, (ids, what) => {
      this.#list.expect(what === 'archivedNow' ? ids : []);
      this.focus();
      on.undone(ids, what);
    });
    this.#scroll.append(this.#list.element, this.#empty, this.#more);
    for (const event of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      this.#scroll.addEventListener(event, ({ target }) => (this.#byHand ||= target !== this.#more), { passive: true });
    }
    this.#scroll.addEventListener('scroll', () => this.#list.scrolled() && this.#byHand && on.end(), { passive: true });
    this.element = element('section', { role: 'dialog', 'aria-labelledby': 'title', tabindex: '-1', popover: 'manual',
      id: 'panel', class: 'panel', part: 'panel' },
      element('div', { class: 'head' }, this.#title, this.#markAll),
      element('div', { class: 'bar' }, this.#tabs.element, this.#archiveRead), this.#hint.element, this.#failure,
      this.#scroll, this.#undo.element,
      element('div', { class: 'ask' }, this.#desktop), footer());
    this.element.addEventListener('keydown', (event) => this.#keydown(event));
  }

  /** The list that is shown. */
  get selected() {
    return this.#tabs.selected;
  }

  /** @param {InboxView} state @param {Element | null} focused the element in our tree that has the focus */
  render(state, focused) {
    const { known, status, unread, lists } = state;
    const { notifications, hasMore } = lists[this.selected];
    const lost = this.#list.render(notifications, focused);
    this.#markAll.disabled = unread === 0;
    this.#archiveRead.disabled = !lists.all.hasMore && !lists.all.notifications.some(({ read, group }) => read || (group && group.unread < group.count));
    this.#empty.hidden = !known || notifications.length > 0 || hasMore;
    this.#more.hidden = !hasMore;
    this.#hint.render(state);
    this.#scroll.setAttribute('aria-labelledby', this.#tabs.id);
    [this.#emptyTitle.textContent, this.#emptyHint.textContent] = this.#emptyWords();
    this.element.classList.toggle('is-known', known);
    this.element.classList.toggle('is-offline', status !== 'live');
    const gone = focused && (/** @type {HTMLButtonElement} */ (focused).disabled || /** @type {HTMLElement} */ (focused).hidden);
    if (lost || gone) {
      this.focus({ preventScroll: true });
    }
  }

  set offersDesktop(/** @type {boolean} */ offers) {
    this.#desktop.hidden = !offers;
  }

  open() {
    this.#tabs.select('all');
    this.#byHand = false;
    this.element.showPopover();
    this.#list.rewind();
    this.#list.tick();
    this.#ticking = setInterval(() => this.#list.tick(), TICK_MILLIS);
  }

  close() {
    clearInterval(this.#ticking);
    this.#hint.stop();
    this.#failure.textContent = '';
    this.#undo.hide();
    this.#byHand = false;
    if (this.element.isConnected) {
      this.element.hidePopover();
    }
    this.#list.clear(); // what is taken back while it is closed must not stay here
  }

  /** To the current notification, or the dialog itself where there is none. @param {FocusOptions} [options] */
  focus(options) {
    if (!this.#list.focus(options)) {
      this.element.focus();
    }
  }

  /** Offers to take back what was done. @param {string[]} ids @param {Undoable} what @returns {string} what it says */
  offerUndo(ids, what) {
    return this.#undo.offer(ids, what);
  }

  get isLoading() {
    return this.#loading.has(this.selected);
  }

  /** Until `work` is done the end of the shown list says so. @param {Promise<unknown>} work */
  async loading(work) {
    const { selected } = this;
    this.#loading.add(selected);
    this.#sayLoading();
    await work.finally(() => {
      this.#loading.delete(selected);
      this.#sayLoading();
    });
  }

  #sayLoading() {
    this.#more.textContent = this.isLoading ? this.#strings.loading : this.#strings.loadMore;
    this.#more.setAttribute('aria-disabled', String(this.isLoading));
  }

  failed() {
    this.#failure.textContent = this.#strings.failed;
  }

  succeeded() {
    this.#failure.textContent = '';
  }

  /** Heading and sentence where the list is empty. @returns {[string, string]} */
  #emptyWords() {
    const { empty, emptyHint, emptyUnread, emptyUnreadHint, emptyArchived, emptyArchivedHint } = this.#strings;
    /** @type {Record<ListName, [string, string]>} */
    const words = { all: [empty, emptyHint], unread: [emptyUnread, emptyUnreadHint], archived: [emptyArchived, emptyArchivedHint] };
    return words[this.selected];
  }

  /** From the dialog or its header the arrow keys lead into the list; Control and Z take back what was done. @param {KeyboardEvent} event */
  #keydown(event) {
    const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && this.#undo.press();
    if (isUndo || (event.key === 'ArrowDown' && !event.defaultPrevented && this.#list.focus())) {
      event.preventDefault();
    }
  }
}

/** The slot for the page's own elements below the list; without any it takes no room. */
function footer() {
  const slot = element('slot', { name: 'footer' });
  const made = element('div', { class: 'footer', part: 'footer', hidden: true }, slot);
  slot.addEventListener('slotchange', () => (made.hidden = slot.assignedElements().length === 0));
  return made;
}

/** @param {string} text @param {string} part @param {() => void} onClick */
function button(text, part, onClick) {
  const made = element('button', { type: 'button', class: 'quiet', part }, text);
  made.addEventListener('click', () => onClick());
  return made;
}
