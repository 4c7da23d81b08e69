/** @import { SourceKey } from '../protocol.js' */
/** @import { InboxStore } from '../inbox-store.js' */
/** @import { SharedInbox } from '../shared-inbox.js' */

/** Tells the store which source the page shows, while the user can see the page. */
export class ViewedSource {
  /** @type {SourceKey | null} */
  #source = null;
  /** @type {InboxStore | SharedInbox | null} */
  #store = null;
  #sent = '';
  #onVisibility = () => this.#send();

  get source() {
    return this.#source;
  }

  /** @param {SourceKey | null} source */
  set source(source) {
    this.#source = source;
    this.#send();
  }

  /** @param {InboxStore | SharedInbox | null} store `null`: none any more */
  follow(store) {
    if (store !== this.#store) {
      this.#end();
      this.#store = store;
    }
    document.removeEventListener('visibilitychange', this.#onVisibility);
    if (store) {
      document.addEventListener('visibilitychange', this.#onVisibility);
      this.#send();
    }
  }

  #end() {
    if (this.#sent) {
      this.#sent = '';
      this.#store?.viewing(null).catch(() => {}); // it ends with the connection anyway
    }
  }

  #send() {
    const source = document.visibilityState === 'visible' ? this.#source : null;
    const key = source ? JSON.stringify([source.type, source.id]) : '';
    if (!source) {
      this.#end();
    } else if (this.#store && key !== this.#sent) {
      this.#sent = key;
      this.#store.viewing(source).catch(() => {}); // what is there stays unread, as if it had not been looked at
    }
  }
}

/** The attribute's value, such as `comment/4711`. @param {string | null} text @returns {SourceKey | null} `null`: none, or not of this form */
export function sourceOf(text) {
  const at = text?.indexOf('/') ?? -1;
  return text && at > 0 && at < text.length - 1 ? { type: text.slice(0, at), id: text.slice(at + 1) } : null;
}
