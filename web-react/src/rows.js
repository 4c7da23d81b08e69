/** @import { ReactNode } from 'react' */
/** @import { BeckonBell, Notification } from 'beckon-web-client/bell' */
import { createPortal, flushSync } from 'react-dom';

/** @typedef {(notification: Notification) => ReactNode} Render */

/** Rows of a bell that React renders: each is a portal into a node that the bell shows. */
export class Rows {
  /** @type {Map<HTMLElement, {key: number, notification: Notification}>} */
  #rows = new Map();
  #made = 0;
  #observer;

  /** @param {BeckonBell} bell @param {() => void} changed renders `portals` again */
  constructor(bell, changed) {
    // The bell adds and removes rows without a word to us. Before the browser paints: else each row were empty for a moment.
    this.#observer = new MutationObserver(() => {
      const before = this.#rows.size;
      [...this.#rows.keys()].filter((node) => !bell.contains(node)).forEach((node) => this.#rows.delete(node));
      if (before > 0) {
        flushSync(changed);
      }
    });
    this.#observer.observe(bell, { childList: true });
  }

  /** @param {Render} render of the newest props @param {Notification} notification @returns {HTMLElement | null} `null`: the bell's own row */
  make(render, notification) {
    const content = render(notification);
    if (content === null || content === undefined || content === false) {
      return null;
    }
    const node = document.createElement('span');
    this.#rows.set(node, { key: ++this.#made, notification });
    return node;
  }

  /** @param {Render} render */
  portals(render) {
    return [...this.#rows].map(([node, { key, notification }]) => createPortal(render(notification), node, String(key)));
  }

  stop() {
    this.#observer.disconnect();
    this.#rows.clear();
  }
}
