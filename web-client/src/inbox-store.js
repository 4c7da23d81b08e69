/**
 * One user's inbox, kept exact over stock phoenix.js: joins `notifications:{user}`, sends the server at every rejoin the
 * revision that it has, and folds every message of the server into one state. The wiring only; the rules are in `inbox-state.js`.
 *
 * @import { Socket, Channel } from 'phoenix'
 * @import { Notification, Answer, JoinReply, InboxChanged, Filter, Page, SourceKey } from './protocol.js'
 * @import { InboxEvent, InboxState, ListName } from './inbox-state.js'
 *
 * @typedef {'connecting' | 'live' | 'offline' | 'refused' | 'closed'} Status
 *   `offline`: the connection is gone, phoenix.js is trying again; `refused`: see `reason`
 *
 * @typedef {string[] | {source: SourceKey}} Selection ids, or all notifications of one source
 *
 * @typedef {{notifications: readonly Notification[], hasMore: boolean}} ListView newest first
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
 * @property {Readonly<Record<ListName, ListView>>} lists `all` is as above; `unread` and `archived` are followed from their first
 *   `loadMore` to `trim`
 */
import { LIST_NAMES, emptyInbox, fold, hasMore } from './inbox-state.js';
import { InboxError } from './inbox-error.js';

/** Commands given while there is no connection; they are sent if it is back in time, more are refused. */
const MAX_WAITING = 100;

/** Ids in one call, and notifications on one page: the server refuses more. */
const MAX_IDS = 500;
const MAX_PAGE = 100;

/** @type {Record<ListName, {filter?: Filter}>} */
const FILTERS = { all: {}, unread: { filter: { unread: true } }, archived: { filter: { archived: true } } };

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
  /** @type {Map<ListName, Promise<void>>} */
  #pages = new Map();
  /** @type {Map<ListName, number>} `holes` of each list when it was last filled */
  #filled = new Map();
  /** @type {Set<ListName>} */
  #filling = new Set();
  /** @type {Set<{rev: number, ids: string[]}>} archived by some device; kept while `archiveRead` asks which ones it archived */
  #archived = new Set();
  #archiving = 0;
  /** @type {SourceKey | null} */
  #viewed = null;
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
    if (!this.#view) {
      const { rev, epoch, unread, unseen, seq } = this.#inbox;
      const lists = { all: this.#listView('all'), unread: this.#listView('unread'), archived: this.#listView('archived') };
      this.#view = Object.freeze({ status: this.#status, reason: this.#reason, known: rev !== null, unread, unseen, seq, rev, epoch,
        ...lists.all, lists });
    }
    return this.#view;
  }

  /** The inbox was opened: nothing is unseen any more. The change itself arrives as an event, as on other devices. */
  markSeen() {
    return this.#push('mark_seen', {});
  }

  /** @param {Selection} what */
  markRead(what) {
    return this.#select('mark_read', what);
  }

  /** Takes `markRead` and `markAllRead` back. @param {Selection} what */
  markUnread(what) {
    return this.#select('mark_unread', what);
  }

  /** @param {number} [upTo] newest `seq` to mark, so that what arrives meanwhile stays unread; all that is here by default */
  markAllRead(upTo = this.#inbox.lists.all.items[0]?.seq ?? this.#inbox.seq) {
    return this.#push('mark_all_read', { up_to: upTo });
  }

  /** All notifications of one source are read, as the user sees it. @param {SourceKey} source */
  markSourceRead({ type, id }) {
    return this.#repeat('mark_source_read', { source: { type, id } });
  }

  /**
   * The user is looking at a source: its notifications are read, also those that arrive while it lasts, and `change` does not
   * report them as added.
   *
   * @param {SourceKey | null} source `null`: not any more
   * @returns {Promise<void>}
   */
  async viewing(source) {
    this.#viewed = source;
    if (source) {
      await this.markSourceRead(source);
    }
  }

  /** @param {Selection} what */
  archive(what) {
    return this.#select('archive', what);
  }

  /** Takes `archive` back: they are in the inbox again, read or unread as they were. @param {string[]} ids */
  unarchive(ids) {
    return this.#select('unarchive', ids);
  }

  /** Archives all that is read. @returns {Promise<Answer & {ids: string[]}>} with what was archived, for `unarchive` */
  async archiveRead() {
    /** @type {string[]} */
    const ids = [];
    this.#archiving++;
    try {
      const answer = await this.#repeat('archive_read', {}, async ({ rev }) => {
        await this.#reached(rev);
        this.#archived.forEach((change) => change.rev === rev && ids.push(...change.ids));
      });
      return { ...answer, ids };
    } finally {
      if (--this.#archiving === 0) {
        this.#archived.clear();
      }
    }
  }

  /**
   * One page of notifications, beside the lists that this store keeps.
   *
   * @param {{before?: number | null, limit?: number, filter?: Filter, count?: boolean}} [request] `before`: `next_before` of the page
   *   before
   * @returns {Promise<Page>}
   */
  list(request = {}) {
    return /** @type {Promise<any>} */ (this.#push('list', request));
  }

  /**
   * Appends the next older notifications to a list, if there are any.
   * @param {ListName} [name]
   * @returns {Promise<void>} while a page of this list is under way, that one
   */
  loadMore(name = 'all') {
    if (!this.#pages.has(name) && hasMore(this.#inbox, name)) {
      const floor = this.#inbox.lists[name]?.floor ?? Infinity;
      this.#pages.set(name, this.#loadPage(name, floor, this.#pageSize).then(() => {}).finally(() => this.#pages.delete(name)));
    }
    return this.#pages.get(name) ?? Promise.resolve();
  }

  /** Drops notifications beyond `max`, and the lists of unread and archived ones; `loadMore` loads them again. */
  trim() {
    this.#filled = new Map([['all', this.#filled.get('all') ?? 0]]);
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

  /** @param {ListName} name @returns {ListView} */
  #listView(name) {
    return { notifications: this.#inbox.lists[name]?.items ?? [], hasMore: hasMore(this.#inbox, name) };
  }

  /** @param {ListName} name @param {number} before @param {number} limit @returns {Promise<number>} `before` of the next page, or 0 */
  async #loadPage(name, before, limit) {
    this.#fold({ type: 'page_asked', list: name });
    try {
      const page = await this.#push('list', { ...(before < Infinity && { before }), limit, ...FILTERS[name] },
        (reply) => this.#fold({ type: 'page', list: name, before, page: /** @type {Page} */ (reply) }));
      return /** @type {Page} */ (/** @type {unknown} */ (page)).next_before ?? 0;
    } catch (error) {
      this.#fold({ type: 'page_failed' });
      throw error;
    }
  }

  /** Fetches what events left out of a list, from its top down to its floor. Where that fails, the next event tries again. @param {ListName} name */
  async #fill(name) {
    const floor = () => this.#inbox.lists[name]?.floor ?? Infinity;
    const holes = () => this.#inbox.lists[name]?.holes ?? 0;
    this.#filling.add(name);
    try {
      for (let asked = holes(); this.#filled.get(name) !== asked; asked = holes()) {
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

  #fillHoles() {
    for (const name of LIST_NAMES) {
      const holes = this.#inbox.lists[name]?.holes ?? 0;
      if (this.#status === 'live' && holes !== (this.#filled.get(name) ?? 0) && !this.#filling.has(name)) {
        this.#fill(name);
      }
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
    this.#fillHoles();
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

  /** @param {string} event @param {Selection} what @returns {Promise<Answer>} the last */
  async #select(event, what) {
    if (!Array.isArray(what)) {
      return this.#repeat(event, { source: { type: what.source.type, id: what.source.id } });
    }
    let answer = await this.#push(event, { ids: what.slice(0, MAX_IDS) });
    for (let at = MAX_IDS; at < what.length; at += MAX_IDS) {
      answer = await this.#push(event, { ids: what.slice(at, at + MAX_IDS) });
    }
    return answer;
  }

  /**
   * Until the server has changed all.
   * @param {string} event @param {object} payload @param {(answer: Answer) => Promise<void>} [each] awaited after every answer
   */
  async #repeat(event, payload, each) {
    for (;;) {
      const answer = await this.#push(event, payload);
      await each?.(answer);
      if (!answer.more) {
        return answer;
      }
    }
  }

  /** Until the events up to a revision have come, or none will. @param {number} rev @returns {Promise<void>} */
  #reached(rev) {
    const { epoch } = this.#inbox;
    const isReached = () => Number(this.#inbox.rev) >= rev || this.#inbox.epoch !== epoch || this.#status === 'closed';
    return new Promise((resolve) => {
      const look = () => {
        if (isReached()) {
          this.removeEventListener('change', look);
          resolve();
        }
      };
      this.addEventListener('change', look);
      look();
    });
  }

  /**
   * @param {string} event
   * @param {object} payload
   * @param {(reply: object) => void} [onOk] called before anything else the server says is handled
   * @returns {Promise<Answer>} what the server replied; fails with an `InboxError`
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
      this.#collectArchived(event);
      const added = addedBy(event, before, this.#inbox);
      const viewed = added.filter(({ source }) => source.type === this.#viewed?.type && source.id === this.#viewed.id);
      this.#changed(added.filter((item) => !viewed.includes(item)));
      if (this.#viewed && viewed.some((item) => !item.read)) {
        this.markSourceRead(this.#viewed).catch(() => {}); // it stays unread, as if it had not been looked at
      }
      this.#fillHoles();
    }
  }

  /** @param {InboxEvent} event */
  #collectArchived(event) {
    if (this.#archiving > 0 && event.type === 'inbox_changed') {
      this.#archived.add({ rev: event.payload.rev, ids: event.payload.archived });
    } else if (this.#archiving > 0 && event.type === 'joined') {
      event.reply.notifications.forEach(({ archived, rev, id }) => archived && this.#archived.add({ rev, ids: [id] }));
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

/**
 * Notifications that an event brought and that are new to the user; a first snapshot is not.
 *
 * @param {InboxEvent} event @param {InboxState} before @param {InboxState} now @returns {readonly Notification[]}
 */
function addedBy(event, before, now) {
  if (event.type === 'new_notification') {
    return [event.payload.notification];
  }
  if (event.type !== 'joined' || before.rev === null) {
    return [];
  }
  const { items, floor } = before.lists.all;
  const newest = items[0]?.seq ?? floor - 1; // not `seq`: it may count what is still to come
  return now.lists.all.items.filter((item) => item.seq > newest && before.known.get(item.id)?.seq !== item.seq);
}
