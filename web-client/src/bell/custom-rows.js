/** @import { Notification } from '../protocol.js' */
import { element } from './element.js';

/** @typedef {(notification: Notification) => Node | null} RenderRow `null`: the bell's own row */

/**
 * What the page shows of a notification instead of the bell's own text. Each node is a child of the element, where the page's style
 * sheets reach it, and appears in a slot of its row. A node, not a string: nothing here turns a text into markup.
 */
export class CustomRows {
  /** @type {RenderRow | null} */
  render = null;
  #host;
  #made = 0;
  #failed = false;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {Notification} notification @returns {{slot: HTMLSlotElement, remove: () => void} | null} `null`: the bell's own row */
  of(notification) {
    const node = this.#rendered(notification);
    if (!node) {
      return null;
    }
    const name = `row-${++this.#made}`;
    const child = element('div', { slot: name }, node);
    this.#host.append(child);
    return { slot: element('slot', { name }), remove: () => child.remove() };
  }

  /** @param {Notification} notification */
  #rendered(notification) {
    try {
      const node = this.render?.(notification) ?? null;
      if (node !== null && !(node instanceof Node)) {
        throw new TypeError('renderRow returns a Node, or null for the bell\'s own row');
      }
      return node;
    } catch (error) {
      if (!this.#failed) { // once, not for every row
        console.error('beckon: renderRow failed; the bell shows its own row.', error);
      }
      this.#failed = true;
      return null;
    }
  }
}
