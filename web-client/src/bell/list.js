/** @import { Notification } from '../protocol.js' */
/** @import { Strings } from './strings.js' */
/** @import { Actions } from './panel.js' */
/** @import { CustomRows } from './custom-rows.js' */
import { isRead, keyOf } from '../group-state.js';
import { element } from './element.js';
import { Row } from './row.js';

/** Rows in the page at a time, however long the list is. */
const MOST_ROWS = 1000;

/** Rows by which those in the page move on, and how near to the end of them the reader comes before. */
const STEP = 250;
const NEAR_PIXELS = 600;

/**
 * The notifications, as rows that stay the same elements while they live, so that focus survives every update. Of a long list
 * some are in the page, and others take their place as the reader scrolls. One row at a time is in the tab order (roving tabindex,
 * WAI-ARIA Authoring Practices); the arrow keys, Home and End move between rows.
 *
 * What the reader looks at stays where it is, whatever comes and goes above it: browsers do so by themselves, but not Safari.
 */
export class List {
  element = element('ul', { role: 'list', class: 'list' });
  /** @type {Map<string, Row>} in the page, in the order shown, by `keyOf` */
  #rows = new Map();
  /** @type {readonly Notification[]} */
  #notifications = [];
  /** Index of the first that is in the page. */
  #from = 0;
  /** @type {Row | undefined} */
  #current;
  /** @type {string[]} ids of notifications of which the first, or the thread, becomes the current one when it is here */
  #awaited = [];
  #scroller;
  #strings;
  #locale;
  #on;
  #customRows;

  /**
   * @param {HTMLElement} scroller the element around the list that scrolls
   * @param {Strings} strings
   * @param {string | undefined} locale
   * @param {Actions} on
   * @param {CustomRows} customRows
   */
  constructor(scroller, strings, locale, on, customRows) {
    this.#scroller = scroller;
    this.#strings = strings;
    this.#locale = locale;
    this.#on = on;
    this.#customRows = customRows;
    this.element.addEventListener('keydown', (event) => this.#keydown(event));
    this.element.addEventListener('focusin', (event) => this.#focused(event));
  }

  /**
   * @param {readonly Notification[]} notifications
   * @param {Element | null} focused
   * @returns {boolean} whether the focus has to be set anew
   */
  render(notifications, focused) {
    const first = this.#notifications[this.#from];
    const moved = this.#from > 0 ? notifications.findIndex((notification) => notification.seq <= first.seq) : 0;
    const inside = focused !== null && this.element.contains(focused);
    this.#steadily(() => {
      this.#notifications = notifications;
      this.#show(moved < 0 ? Infinity : moved);
    });
    const awaited = this.#rows.get(this.#awaited[0] ?? '')
      ?? [...this.#rows.values()].find(({ notification: { id, group } }) => group && this.#awaited.includes(id));
    if (awaited) {
      this.#awaited = [];
      this.#reach(awaited);
    }
    return awaited !== undefined || (inside && /** @type {Document | ShadowRoot} */ (this.element.getRootNode()).activeElement !== focused);
  }

  /** Another list, from its top. */
  clear() {
    this.#rows.forEach((row) => row.remove());
    this.#rows.clear();
    this.#notifications = [];
    this.#from = 0;
    this.#awaited = [];
    this.#reach(undefined);
    this.#scroller.scrollTop = 0;
  }

  /** Shows relative times as of now. */
  tick() {
    const now = new Date();
    this.#rows.forEach((row) => row.tick(now));
  }

  /** @param {FocusOptions} [options] @returns {boolean} false if there is no row */
  focus(options) {
    this.#current?.opener.focus(options);
    return this.#current !== undefined;
  }

  /** The first row is the one that Tab reaches. */
  rewind() {
    this.#reach([...this.#rows.values()][0]);
  }

  /** Notifications that come back soon; one takes the focus then. @param {string[]} ids */
  expect(ids) {
    this.#awaited = ids;
  }

  /** Moves on to other rows where the reader nears the end of those in the page. @returns {boolean} whether that is the list's end */
  scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    const nearEnd = scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
    const more = this.#from + this.#rows.size < this.#notifications.length;
    if (nearEnd && more) {
      this.#moveTo(this.#from + STEP);
    } else if (scrollTop < NEAR_PIXELS && this.#from > 0) {
      this.#moveTo(this.#from - STEP);
    }
    return nearEnd && !more;
  }

  /** @param {number} from */
  #moveTo(from) {
    const focused = /** @type {Document | ShadowRoot} */ (this.element.getRootNode()).activeElement;
    const inside = this.element.contains(focused);
    this.#steadily(() => this.#show(from));
    if (inside && !this.element.contains(focused)) {
      this.focus({ preventScroll: true });
    }
  }

  /** Puts the rows from an index on into the page, and keeps the elements of those that were there. @param {number} from */
  #show(from) {
    this.#from = Math.max(0, Math.min(from, this.#notifications.length - MOST_ROWS));
    const before = [...this.#rows.values()];
    const now = new Date();
    const shown = this.#notifications.slice(this.#from, this.#from + MOST_ROWS);
    this.#rows = new Map(shown.map((notification) => [keyOf(notification), this.#row(notification, now)]));
    const kept = new Set(this.#rows.values());
    const place = before.findIndex((row) => row === this.#current);
    before.filter((row) => !kept.has(row)).forEach((row) => row.remove());
    this.#order();
    this.#number();
    if (!this.#current || !kept.has(this.#current)) {
      const survivor = before.slice(Math.max(0, place)).concat(before.slice(0, Math.max(0, place)).reverse()).find((row) => kept.has(row));
      this.#reach(survivor ?? [...kept][0]);
    }
  }

  /**
   * Does `change`, and scrolls so that the first row the reader sees stays, or the next one takes its place. At the very top of the
   * list the newest stay in sight instead.
   *
   * @param {() => void} change
   */
  #steadily(change) {
    const { scrollTop } = this.#scroller;
    const { top } = this.#scroller.getBoundingClientRect();
    const rows = scrollTop === 0 && this.#from === 0 ? [] : [...this.#rows.values()];
    const at = rows.findIndex((row) => row.element.getBoundingClientRect().bottom > top);
    const seen = at < 0 ? [] : rows.slice(at).map((row) => ({ row, seq: row.notification.seq }));
    const place = seen[0]?.row.element.getBoundingClientRect().top;
    change();
    const staying = seen.find(({ row, seq }) => row.element.isConnected && row.notification.seq === seq);
    if (staying) {
      this.#scroller.scrollTop += staying.row.element.getBoundingClientRect().top - place;
    }
  }

  /** @param {Notification} notification @param {Date} now */
  #row(notification, now) {
    const known = this.#rows.get(keyOf(notification));
    if (known?.notification === notification) {
      return known; // a list of thousands is rendered at every arrival
    }
    const row = known?.fits(notification) ? known : new Row(notification, this.#strings, this.#locale, this.#on, this.#customRows);
    row.update(notification, now);
    return row;
  }

  /** Moves only what is out of place, and gives the focus back to an element that loses it by that. */
  #order() {
    const root = /** @type {Document | ShadowRoot} */ (this.element.getRootNode());
    const focused = root.activeElement;
    let next = this.element.firstElementChild;
    for (const { element: row } of this.#rows.values()) {
      if (row === next) {
        next = row.nextElementSibling;
      } else {
        this.element.insertBefore(row, next);
      }
    }
    if (focused !== root.activeElement && focused instanceof HTMLElement && this.element.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }

  /** Where the page has only some rows, each says which it is. */
  #number() {
    const all = this.#notifications.length;
    let place = this.#from;
    for (const { element: row } of this.#rows.values()) {
      place++;
      if (all > MOST_ROWS) {
        row.setAttribute('aria-posinset', String(place));
        row.setAttribute('aria-setsize', String(all));
      } else if (row.hasAttribute('aria-setsize')) {
        row.removeAttribute('aria-posinset');
        row.removeAttribute('aria-setsize');
      }
    }
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    const last = this.#notifications.length - 1;
    const current = this.#current?.notification;
    const at = this.#notifications.findIndex((notification) => notification === current);
    /** @type {Record<string, number>} */
    const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last };
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key in targets) {
      event.preventDefault();
      this.#go(Math.max(0, Math.min(targets[event.key], last)));
    } else if (event.key === 'Delete' && current && !current.archived) {
      event.preventDefault();
      this.#on.archived(current);
    } else if (event.key === 'u' && current && isRead(current)) {
      event.preventDefault();
      this.#on.unread(current);
    }
  }

  /** Focuses the row at an index of the whole list. @param {number} index */
  #go(index) {
    const notification = this.#notifications[index];
    if (notification && !this.#rows.has(keyOf(notification))) {
      this.#moveTo(index < this.#from ? index - STEP : index - MOST_ROWS + STEP);
    }
    this.#reach(notification && this.#rows.get(keyOf(notification)));
    this.focus();
    if (index === this.#notifications.length - 1) {
      this.#on.end();
    }
  }

  /** @param {FocusEvent} event */
  #focused(event) {
    this.#reach([...this.#rows.values()].find((row) => row.element.contains(/** @type {Node} */ (event.target))));
  }

  /** @param {Row | undefined} row */
  #reach(row) {
    if (this.#current) {
      this.#current.reachable = false;
    }
    this.#current = row;
    if (row) {
      row.reachable = true;
    }
  }
}
