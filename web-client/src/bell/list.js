/** @import { Notification } from '../protocol.js' */
/** @import { Strings } from './strings.js' */
import { element } from './element.js';
import { Row } from './row.js';

/**
 * The notifications, as rows that stay the same elements while they live, so that focus survives every update. One row at a
 * time is in the tab order (roving tabindex, WAI-ARIA Authoring Practices); the arrow keys, Home and End move between rows.
 */
export class List {
  element = element('ul', { role: 'list', class: 'list' });
  /** @type {Map<string, Row>} in the order shown */
  #rows = new Map();
  /** @type {Row | undefined} */
  #current;
  #strings;
  #locale;
  #on;

  /**
   * @param {Strings} strings
   * @param {string | undefined} locale
   * @param {{opened: (id: string) => void, archived: (id: string) => void}} on
   */
  constructor(strings, locale, on) {
    this.#strings = strings;
    this.#locale = locale;
    this.#on = on;
    this.element.addEventListener('keydown', (event) => this.#keydown(event));
    this.element.addEventListener('focusin', (event) => this.#focused(event));
  }

  /**
   * @param {readonly Notification[]} notifications
   * @param {Element | null} focused
   * @returns {boolean} whether the focused row went away
   */
  render(notifications, focused) {
    const before = [...this.#rows.values()];
    const now = new Date();
    this.#rows = new Map(notifications.map((notification) => [notification.id, this.#row(notification, now)]));
    const kept = new Set(this.#rows.values());
    const lost = before.some((row) => !kept.has(row) && row.element.contains(focused));
    const place = before.findIndex((row) => row === this.#current);
    before.filter((row) => !kept.has(row)).forEach((row) => row.element.remove());
    this.#order();
    if (!this.#current || !kept.has(this.#current)) {
      const survivor = before.slice(Math.max(0, place)).concat(before.slice(0, Math.max(0, place)).reverse()).find((row) => kept.has(row));
      this.#reach(survivor ?? [...kept][0]);
    }
    return lost;
  }

  /** Shows relative times as of now. */
  tick() {
    const now = new Date();
    this.#rows.forEach((row) => row.tick(now));
  }

  /** @returns {boolean} false if there is no row */
  focus() {
    this.#current?.opener.focus();
    return this.#current !== undefined;
  }

  /** The first row is the one that Tab reaches. */
  rewind() {
    this.#reach([...this.#rows.values()][0]);
  }

  /** @param {Notification} notification @param {Date} now */
  #row(notification, now) {
    const known = this.#rows.get(notification.id);
    if (known?.notification === notification) {
      return known; // a list of thousands is rendered at every arrival
    }
    const row = known ?? new Row(notification, this.#strings, this.#locale, this.#on);
    row.update(notification, now);
    return row;
  }

  /** Moves only what is out of place: an element that is moved loses its focus. */
  #order() {
    let next = this.element.firstElementChild;
    for (const { element: row } of this.#rows.values()) {
      if (row === next) {
        next = row.nextElementSibling;
      } else {
        this.element.insertBefore(row, next);
      }
    }
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    const rows = [...this.#rows.values()];
    const at = rows.findIndex((row) => row === this.#current);
    /** @type {Record<string, number>} */
    const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    if (event.key in targets && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const row = rows[Math.max(0, Math.min(targets[event.key], rows.length - 1))];
      this.#reach(row);
      row?.opener.focus();
    } else if (event.key === 'Delete' && this.#current) {
      event.preventDefault();
      this.#on.archived(this.#current.notification.id);
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
