/**
 * Loads one inbox's lists page by page, and what events left out of them.
 *
 * @import { Filter, Page } from './protocol.js'
 * @import { InboxEvent, InboxState, ListName } from './inbox-state.js'
 */
import { isByThread, shownList } from './group-state.js';
import { LIST_NAMES, hasMore } from './inbox-state.js';

/** Notifications on one page: the server refuses more. */
const MAX_PAGE = 100;

/** @type {Record<ListName, {filter?: Filter}>} */
const FILTERS = { all: {}, unread: { filter: { unread: true } }, archived: { filter: { archived: true } } };

export class ListLoader {
  #inbox;
  #fold;
  #ask;
  /** @type {Map<ListName, Promise<void>>} */
  #pages = new Map();
  /** @type {Map<ListName, number>} `holes` of each list when it was last filled */
  #filled = new Map();
  /** @type {Set<ListName>} */
  #filling = new Set();

  /**
   * @param {() => InboxState} inbox
   * @param {(event: InboxEvent) => void} fold
   * @param {(request: object, onOk: (page: object) => void) => Promise<object>} ask `onOk` is called before anything else that the
   *   server says is handled
   */
  constructor(inbox, fold, ask) {
    this.#inbox = inbox;
    this.#fold = fold;
    this.#ask = ask;
  }

  /** @param {ListName} name @param {number} limit @returns {Promise<void>} while a page of this list is under way, that one */
  more(name, limit) {
    if (!this.#pages.has(name) && hasMore(this.#inbox(), name)) {
      const { floor } = shownList(this.#inbox(), name);
      this.#pages.set(name, this.#loadPage(name, floor, limit).then(() => {}).finally(() => this.#pages.delete(name)));
    }
    return this.#pages.get(name) ?? Promise.resolve();
  }

  /** Lets the lists of unread and archived ones go. */
  trim() {
    this.#filled = new Map([['all', this.#filled.get('all') ?? 0]]);
    this.#fold({ type: 'trimmed' });
  }

  /** Call after every change while there is a connection. */
  fillHoles() {
    for (const name of LIST_NAMES) {
      const holes = this.#inbox().lists[name]?.holes ?? 0;
      const isKept = !isByThread(this.#inbox(), name); // of threads the server sends all that changes
      if (isKept && holes !== (this.#filled.get(name) ?? 0) && !this.#filling.has(name)) {
        this.#fill(name);
      }
    }
  }

  /** @param {ListName} name @param {number} before @param {number} limit @returns {Promise<number>} `before` of the next page, or 0 */
  async #loadPage(name, before, limit) {
    const group = isByThread(this.#inbox(), name) && { group: 'thread' };
    this.#fold({ type: 'page_asked', list: name });
    try {
      const page = await this.#ask({ ...(before < Infinity && { before }), limit, ...FILTERS[name], ...group },
        (reply) => this.#fold({ type: 'page', list: name, before, page: /** @type {Page} */ (reply) }));
      return /** @type {Page} */ (/** @type {unknown} */ (page)).next_before ?? 0;
    } catch (error) {
      this.#fold({ type: 'page_failed', list: name });
      throw error;
    }
  }

  /** Fetches what events left out of a list, from its top down to its floor. Where that fails, the next event tries again. @param {ListName} name */
  async #fill(name) {
    const floor = () => this.#inbox().lists[name]?.floor ?? Infinity;
    const holes = () => this.#inbox().lists[name]?.holes ?? 0;
    this.#filling.add(name);
    try {
      for (let asked = holes(); asked !== (this.#filled.get(name) ?? 0); asked = holes()) {
        let before = Infinity;
        do {
          before = await this.#loadPage(name, before, MAX_PAGE);
        } while (before > floor());
        this.#filled.set(name, asked);
      }
    } catch {
      // the list is as it was
    } finally {
      this.#filling.delete(name);
    }
  }
}
