/** @import { InboxStore } from 'beckon-web-client' */
/** @import { InboxOptions } from '../types/index.js' */
import { InboxStore as Store, beckonSocket } from 'beckon-web-client';

const NO_LIST = Object.freeze({ notifications: [], hasMore: false });

/** What there is before a store: on the server, and in the render that takes the server's page over. @type {InboxStore['state']} */
const NOTHING_YET = Object.freeze({ status: 'connecting', reason: null, retryAt: null, known: false, unread: 0, unseen: 0, seq: 0, rev: null,
  epoch: null, ...NO_LIST, lists: { all: NO_LIST, unread: NO_LIST, archived: NO_LIST } });

/** @typedef {{store: InboxStore | null, view: InboxStore['state']}} Snapshot the same object until something changes */

/** @type {Snapshot} */
export const NO_SNAPSHOT = Object.freeze({ store: null, view: NOTHING_YET });

/**
 * A store for React. It connects when the first component subscribes, never while one renders, and disconnects once the last one has left:
 * StrictMode leaves and comes back in one turn, which keeps the connection.
 */
export class InboxSource {
  #options;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #snapshot = NO_SNAPSHOT;
  /** @type {(() => void) | null} */
  #disconnect = null;

  /** @param {InboxOptions | null} options `null`: it stays without a store */
  constructor(options) {
    this.#options = options;
  }

  /** @param {() => void} listener @returns {() => void} takes it out again */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    this.#disconnect ??= this.#options && this.#connect(this.#options);
    return () => {
      this.#listeners.delete(listener);
      queueMicrotask(() => this.#listeners.size === 0 && this.#close());
    };
  };

  snapshot = () => this.#snapshot;

  /** @param {InboxOptions} options @returns {() => void} undoes it */
  #connect(options) {
    const { store, close } = open(options);
    const changed = () => {
      this.#snapshot = { store, view: store.state };
      this.#listeners.forEach((listener) => listener());
    };
    store.addEventListener('change', changed);
    this.#snapshot = { store, view: store.state }; // React looks at it again once it has subscribed
    return () => {
      store.removeEventListener('change', changed);
      close();
    };
  }

  #close() {
    this.#disconnect?.();
    this.#disconnect = null;
    this.#snapshot = NO_SNAPSHOT;
  }
}

/** What was given stays its owner's: a store open, a socket connected. @param {InboxOptions} options @returns {{store: InboxStore, close: () => void}} */
function open({ store, socket, socketUrl, tokenProvider, userId = '', max, pageSize, group }) {
  if (store) {
    return { store, close: () => {} };
  }
  const settings = { userId, ...(max && { max }), ...(pageSize && { pageSize }), ...(group && { group }) };
  if (socket) {
    const joined = new Store({ socket, ...settings });
    return { store: joined, close: () => joined.close() };
  }
  if (!socketUrl || !tokenProvider) {
    throw new TypeError('useInbox needs a store, or a socket and userId, or socketUrl, userId and tokenProvider');
  }
  const own = beckonSocket(socketUrl, tokenProvider);
  const joined = new Store({ socket: own, ...settings });
  own.connect();
  return { store: joined, close: () => {
    joined.close();
    own.disconnect();
  } };
}
