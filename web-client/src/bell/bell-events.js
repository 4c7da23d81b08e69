/** @import { Notification } from '../protocol.js' */
/** @import { InboxView } from '../inbox-store.js' */

/**
 * Reports to the page what becomes of the inbox, as events of the element, which do not bubble:
 *
 * - `arrived`, for each notification that is new and unread: `detail` is the notification
 * - `open`, the user opens one: `detail` is the notification; `preventDefault()` keeps the bell from navigating, and closes it
 * - `count`: `detail` is `{unread, unseen}`
 * - `status`: `detail` is `{status, reason}`, as a store's state has them
 */
export class BellEvents {
  #host;
  #counts = '';
  #status = '';

  /** @param {HTMLElement} host @param {InboxView} state */
  constructor(host, state) {
    this.#host = host;
    [this.#counts, this.#status] = asTexts(state);
  }

  /** @param {InboxView} state @param {readonly Notification[]} [arrived] */
  changed(state, arrived = []) {
    const [counts, status] = asTexts(state);
    if (status !== this.#status) {
      this.#status = status;
      this.#dispatch('status', { status: state.status, reason: state.reason });
    }
    if (counts !== this.#counts) {
      this.#counts = counts;
      this.#dispatch('count', { unread: state.unread, unseen: state.unseen });
    }
    arrived.forEach((notification) => this.#dispatch('arrived', notification));
  }

  /**
   * @param {Notification} item
   * @param {boolean} [cancelable] false where the user asks for a new tab or window
   * @returns {boolean} false: the page does it
   */
  opening(item, cancelable = true) {
    return this.#dispatch('open', item, cancelable);
  }

  /** @param {string} type @param {unknown} detail @param {boolean} [cancelable] */
  #dispatch(type, detail, cancelable = false) {
    return this.#host.dispatchEvent(new CustomEvent(type, { detail, cancelable }));
  }
}

/** Counts and status, to compare. @param {InboxView} state */
function asTexts({ known, unread, unseen, status, reason }) {
  return [JSON.stringify([known, unread, unseen]), JSON.stringify([status, reason])];
}
