/** @import { Notification } from '../protocol.js' */
/** @import { InboxStore, InboxView } from '../inbox-store.js' */
/** @import { SharedInbox } from '../shared-inbox.js' */
import { webUrl } from './web-url.js';

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
   * The page may show the notification's source itself; what asks for a new tab or window is the browser's.
   *
   * @param {Notification} item @param {MouseEvent} click on its link
   * @returns {boolean} false: the page does it
   */
  clicked(item, click) {
    const isPlain = click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey && !click.altKey;
    const goesOn = this.#dispatch('open', item, isPlain);
    if (!goesOn) {
      click.preventDefault();
    }
    return goesOn;
  }

  /** Without a link that was clicked: from a notification of the system. @param {Notification} item @param {InboxStore | SharedInbox | null} store */
  openByItself(item, store) {
    const url = webUrl(item.source.url);
    if (this.#dispatch('open', item, true) && url) {
      window.open(url, '_blank', 'noopener,noreferrer');
    }
    store?.markRead([item.id]).catch(() => {}); // it stays unread
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
