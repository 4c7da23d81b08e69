/**
 * One user's inbox, kept exact over stock phoenix.js: joins `notifications:{user}`, sends the server at every rejoin the
 * revision that it has, and folds every message of the server into one state. The wiring only; the rules are in `inbox-state.js`.
 *
 * @import { Socket, Channel } from 'phoenix'
 * @import { Notification, Counts, JoinReply, NewNotification, InboxChanged, Page } from './protocol.js'
 * @import { InboxEvent } from './inbox-state.js'
 *
 * @typedef {'connecting' | 'live' | 'offline' | 'refused' | 'closed'} Status
 *   `offline`: the connection is gone, phoenix.js is trying again; `refused`: see `reason`
 *
 * @typedef {object} InboxView what to show
 * @property {Status} status
 * @property {string | null} reason why refused, the server's stable word
 * @property {boolean} known false until the first join reply
 * @property {number} unread
 * @property {number} unseen
 * @property {number} seq `seq` of the newest notification
 * @property {number | null} rev
 * @property {string | null} epoch
 * @property {readonly Notification[]} notifications newest first
 * @property {boolean} hasMore `loadMore` would bring older ones
 */
import { emptyInbox, fold, hasMore } from './inbox-state.js';
import { InboxError } from './inbox-error.js';

/** Commands given while there is no connection; they are sent if it is back in time, more are refused. */
const MAX_WAITING = 100;

/** Dispatches `change`, a `CustomEvent` with `detail: {state, added}`: the view, and notifications that are new in it. */
export class InboxStore extends EventTarget {
  #socket;
  #topic;
  #pageSize;
  #inbox;
  /** @type {Channel | null} */
  #channel = null;
  /** @type {Status} */
  #status = 'connecting';
  /** @type {string | null} */
  #reason = null;
  /** @type {InboxView | null} */
  #view = null;
  /** @type {Promise<void> | null} */
  #page = null;
  #waiting = 0;
  /** @type {string | null} why the last attempt to connect was refused */
  #refusal = null;
  #socketRefs;

  /**
   * Joins at once; connecting the socket is up to its owner. One store per socket and user: a second join of a topic
   * ends the first.
   *
   * @param {object} options
   * @param {Socket} options.socket
   * @param {string} options.userId
   * @param {number} [options.max] longest list that grows by arrivals, 500 by default; `loadMore` goes beyond
   * @param {number} [options.pageSize] notifications that `loadMore` asks for, 20 by default
   */
  constructor({ socket, userId, max = 500, pageSize = 20 }) {
    super();
    if (!userId) {
      throw new TypeError('userId is missing');
    }
    if (!(max >= 1 && pageSize >= 1)) {
      throw new RangeError('max and pageSize are at least 1');
    }
    this.#socket = socket;
    this.#topic = `notifications:${userId}`;
    this.#pageSize = pageSize;
    this.#inbox = emptyInbox(max);
    this.#socketRefs = [
      socket.onOpen(() => this.#opened()),
      socket.onClose(() => this.#lost()),
      socket.onError((error) => this.#failed(error)),
    ];
    this.#join();
  }

  /** @returns {InboxView} the same object until something changes */
  get state() {
    const { rev, epoch, unread, unseen, seq, items } = this.#inbox;
    this.#view ??= Object.freeze({
      status: this.#status, reason: this.#reason, known: rev !== null, unread, unseen, seq, rev, epoch,
      notifications: items, hasMore: hasMore(this.#inbox),
    });
    return this.#view;
  }

  /** The inbox was opened: nothing is unseen any more. The change itself arrives as an event, as on other devices. */
  markSeen() {
    return this.#push('mark_seen', {});
  }

  /** @param {string[]} ids */
  markRead(ids) {
    return this.#push('mark_read', { ids });
  }

  /** @param {number} [upTo] newest `seq` to mark, so that what arrives meanwhile stays unread; all that is here by default */
  markAllRead(upTo = this.#inbox.items[0]?.seq ?? this.#inbox.seq) {
    return this.#push('mark_all_read', { up_to: upTo });
  }

  /** @param {string[]} ids */
  archive(ids) {
    return this.#push('archive', { ids });
  }

  /**
   * Appends the next older notifications, if there are any.
   * @returns {Promise<void>} while a page is under way, that one
   */
  loadMore() {
    if (!this.#page && hasMore(this.#inbox)) {
      this.#page = this.#loadPage(this.#inbox.floor).finally(() => (this.#page = null));
    }
    return this.#page ?? Promise.resolve();
  }

  /** Drops notifications beyond `max`; `loadMore` loads them again. */
  trim() {
    this.#fold({ type: 'trimmed' });
  }

  /** Leaves the topic. The socket stays as it is. */
  close() {
    const channel = this.#channel;
    this.#channel = null;
    this.#socket.off(this.#socketRefs);
    channel?.leave();
    this.#become('closed');
  }

  /** @param {number} before */
  async #loadPage(before) {
    this.#fold({ type: 'page_asked' });
    try {
      await this.#push('list', { before, limit: this.#pageSize },
        (page) => this.#fold({ type: 'page', before, page: /** @type {Page} */ (page) }));
    } catch (error) {
      this.#fold({ type: 'page_failed' });
      throw error;
    }
  }

  #join() {
    const channel = this.#socket.channel(this.#topic, () => this.#position());
    this.#channel = channel;
    channel.on('new_notification', (payload) => this.#fold({ type: 'new_notification', payload }));
    channel.on('inbox_changed', (payload) => this.#fold({ type: 'inbox_changed', payload }));
    channel.onError(() => this.#lost());
    channel.onClose(() => this.#ended(channel, 'closed'));
    channel.join()
      .receive('ok', (reply) => this.#joined(reply))
      .receive('error', (response) => this.#refused(channel, response?.reason ?? 'unknown'));
  }

  /** Revision and epoch that this store has; phoenix.js calls this at every rejoin. */
  #position() {
    const { rev, epoch } = this.#inbox;
    return rev === null ? {} : { rev, epoch };
  }

  /** @param {JoinReply} reply */
  #joined(reply) {
    this.#waiting = 0;
    this.#fold({ type: 'joined', reply });
    this.#become('live');
  }

  /** @param {Channel} channel @param {string} reason */
  #refused(channel, reason) {
    if (reason === 'unauthorized') {
      this.#ended(channel, reason); // asking again on the same socket, with the same token, is of no use
      channel.leave();
    } else {
      this.#become('refused', reason); // phoenix.js rejoins after 1, 2, 5, then 10 s
    }
  }

  /** This channel has ended. The store joins again when the socket opens anew, perhaps with another token. */
  #ended(/** @type {Channel} */ channel, /** @type {string} */ reason) {
    if (this.#channel === channel) {
      this.#channel = null;
      this.#become('refused', reason);
    }
  }

  #opened() {
    this.#refusal = null;
    this.#become('connecting');
    if (!this.#channel) {
      this.#join();
    }
  }

  #lost() {
    if (this.#channel) {
      const status = this.#socket.isConnected() ? 'connecting' : this.#refusal ? 'refused' : 'offline';
      this.#become(status, this.#refusal);
    }
  }

  /** A server's 403, which phoenix.js reports only where it polls, and `beckonSocket` always. @param {unknown} error */
  #failed(error) {
    const connecting = !this.#socket.isConnected(); // 403 to an open poll says that its session has ended
    this.#refusal = connecting && error === 403 ? 'forbidden' : error === 'no_token' ? error : null;
  }

  /**
   * @param {string} event
   * @param {object} payload
   * @param {(reply: object) => void} [onOk] called before anything else the server says is handled
   * @returns {Promise<Counts>} what the server replied; fails with an `InboxError`
   */
  #push(event, payload, onOk) {
    const channel = this.#channel;
    if (!channel) {
      return Promise.reject(new InboxError(event, this.#reason ?? 'closed'));
    }
    if (this.#status !== 'live' && ++this.#waiting > MAX_WAITING) {
      return Promise.reject(new InboxError(event, 'offline'));
    }
    return new Promise((resolve, reject) => {
      channel.push(event, payload)
        .receive('ok', (reply) => {
          onOk?.(reply);
          resolve(reply);
        })
        .receive('error', (response) => reject(new InboxError(event, response?.reason ?? 'unknown')))
        .receive('timeout', () => reject(new InboxError(event, 'timeout')));
    });
  }

  /** @param {InboxEvent} event */
  #fold(event) {
    const before = this.#inbox;
    this.#inbox = fold(before, event);
    if (this.#inbox !== before) {
      const newest = before.items[0]?.seq ?? before.floor - 1; // not `seq`: it may count what is still to come
      this.#changed(before.rev === null ? [] : this.#inbox.items.filter((item) => item.seq > newest));
    }
  }

  /** @param {Status} status @param {string | null} [reason] */
  #become(status, reason = null) {
    if (status !== this.#status || reason !== this.#reason) {
      this.#status = status;
      this.#reason = reason;
      this.#changed([]);
    }
  }

  /** @param {readonly Notification[]} added */
  #changed(added) {
    this.#view = null;
    this.dispatchEvent(new CustomEvent('change', { detail: { state: this.state, added } }));
  }
}
