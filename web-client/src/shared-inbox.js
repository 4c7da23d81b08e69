/**
 * One user's inbox with one connection for all tabs of a browser. It has the interface of an `InboxStore`.
 *
 * How it stays exact. A Web Lock makes one of the tabs with the same origin, gateway, user and options the leader. It has an `InboxStore`; the
 * others have a copy of that store's state, by `BroadcastChannel`. The browser gives the lock of a tab that is gone to the next one, which goes
 * on from its copy: it joins with the epoch and revision of that, so the server sends exactly the difference. A page that is
 * frozen or kept for the back button lets the lock go before. A command stays with its tab until its outcome is here, and goes to
 * every new leader. Each leader has a higher term, and messages of a lower one are ignored.
 *
 * Who is let in: the names of lock and channel contain the issuer and subject of the tab's own token, so a tab without a token, or
 * with another user's, sees nothing. Only the first token of a tab is looked at before it follows.
 *
 * @import { Status } from './inbox-channel.js'
 * @import { InboxState, ListName } from './inbox-state.js'
 * @import { InboxView } from './inbox-view.js'
 * @import { Selection } from './inbox-store.js'
 * @import { Answer, Filter, Notification, Page, SourceKey } from './protocol.js'
 */
import { InboxError } from './inbox-error.js';
import { emptyInbox } from './inbox-state.js';
import { isListed, viewOf } from './inbox-view.js';
import { shownList } from './group-state.js';
import { Membership } from './shared/membership.js';
import { isCall } from './shared/tab-channel.js';

/** Commands without an outcome, in one tab; more are refused. */
const MAX_WAITING = 100;

/** Dispatches `change`, a `CustomEvent` with `detail: {state, added}`: the view, and notifications that are new in it. */
export class SharedInbox extends EventTarget {
  #member;
  /** @type {InboxState} */
  #inbox;
  /** @type {Status} */
  #status = 'connecting';
  /** @type {string | null} */
  #reason = null;
  /** @type {number | null} */
  #retryAt = null;
  /** @type {InboxView | null} */
  #view = null;
  /** Highest `seq` that this tab has had: whatever a new leader says, this and lower ones are not new here. */
  #newest = 0;
  /** @type {{viewing: SourceKey | null, holds: boolean}} */
  #shows = { viewing: null, holds: false };
  /** @type {Map<number, {method: string, args: any[], resolve: (value: any) => void, reject: (error: unknown) => void}>} */
  #calls = new Map();
  #lastCall = 0;

  /**
   * Connects at once, or follows the tab that did. Tabs share if all options but `tokenProvider` are the same.
   *
   * @param {object} options
   * @param {string} options.url such as `wss://example.com/socket`, or `/socket`
   * @param {() => string | Promise<string>} options.tokenProvider asked at the start, and at every connect of this tab
   * @param {string} options.userId
   * @param {number} [options.max] longest list that grows by arrivals, 500 by default; `loadMore` goes beyond
   * @param {number} [options.pageSize] notifications that `loadMore` asks for, 20 by default
   * @param {'thread'} [options.group] the list `all` shows one entry for each thread
   * @param {boolean} [options.shared] `false`: this tab has its own connection, as where the browser has no Web Locks or no `BroadcastChannel`
   */
  constructor({ url, tokenProvider, userId, max = 500, pageSize = 20, group, shared = true }) {
    super();
    if (!userId) {
      throw new TypeError('userId is missing');
    }
    if (!(max >= 1 && pageSize >= 1)) {
      throw new RangeError('max and pageSize are at least 1');
    }
    this.#inbox = emptyInbox(max, group === 'thread');
    this.#member = new Membership({ url, tokenProvider, userId, max, pageSize, group, shared }, {
      inbox: () => this.#inbox,
      change: (inbox, status, reason, retryAt, added) => this.#changed(inbox ?? this.#inbox, status, reason, retryAt, added),
      led: () => this.#calls.forEach(({ method, args }, id) => this.#member.call(id, method, args)),
      outcome: (outcome) => this.#settle(outcome),
    });
    this.#member.start();
  }

  /** @returns {InboxView} the same object until something changes */
  get state() {
    return this.#view ??= viewOf(this.#inbox, this.#status, this.#reason, this.#retryAt);
  }

  /** Whether this tab has the connection. A sound or a desktop notification is up to it, so that only one tab rings. */
  get isLeader() {
    return this.#member.isLeader;
  }

  /** The inbox was opened: nothing is unseen any more. @returns {Promise<Answer>} */
  markSeen() {
    return this.#call('markSeen');
  }

  /** @param {Selection} what @returns {Promise<Answer>} */
  markRead(what) {
    return this.#call('markRead', what);
  }

  /** Takes `markRead` and `markAllRead` back. @param {Selection} what @returns {Promise<Answer>} */
  markUnread(what) {
    return this.#call('markUnread', what);
  }

  /** @param {number} [upTo] newest `seq` to mark; all that this tab shows by default @returns {Promise<Answer>} */
  markAllRead(upTo = this.state.notifications[0]?.seq ?? this.#inbox.seq) {
    return this.#call('markAllRead', upTo);
  }

  /** @param {SourceKey} source @returns {Promise<Answer>} */
  markSourceRead({ type, id }) {
    return this.#call('markSourceRead', { type, id });
  }

  /**
   * The user is looking at a source in this tab: its notifications are read, also those that arrive while it lasts, and `change`
   * does not report them as added, in no tab.
   *
   * @param {SourceKey | null} source `null`: not any more
   * @returns {Promise<void>}
   */
  async viewing(source) {
    this.#show({ viewing: source && { type: source.type, id: source.id } });
    if (source) {
      await this.markSourceRead(source);
    }
  }

  /** @param {Selection} what @returns {Promise<Answer & {ids: string[]}>} with what was archived, for `unarchive` */
  archive(what) {
    return this.#call('archive', what);
  }

  /** Takes `archive` back. @param {string[]} ids @returns {Promise<Answer>} */
  unarchive(ids) {
    return this.#call('unarchive', ids);
  }

  /** Archives all that is read. @returns {Promise<Answer & {ids: string[]}>} with what was archived, for `unarchive` */
  archiveRead() {
    return this.#call('archiveRead');
  }

  /**
   * One page of notifications, beside the lists.
   *
   * @param {{before?: number | null, limit?: number, filter?: Filter, count?: boolean}} [request] `before`: `next_before` of the page before
   * @returns {Promise<Page>}
   */
  list(request = {}) {
    return this.#call('list', request);
  }

  /** Appends the next older notifications to a list, in all tabs, if there are any. @param {ListName} [name] @returns {Promise<void>} */
  loadMore(name = 'all') {
    this.#show({ holds: true });
    return this.#call('loadMore', name);
  }

  /** Drops what `loadMore` brought, once no tab needs it. */
  trim() {
    this.#show({ holds: false });
  }

  /** Leaves, and closes the connection if it is this tab's. */
  close() {
    this.#member.close();
    this.#calls.forEach(({ method, reject }) => reject(new InboxError(commandOf(method), 'closed')));
    this.#calls.clear();
    this.#changed(this.#inbox, 'closed', null, null, []);
  }

  /** Whether a notification is in a list, or stands behind an entry of one. @param {string} id */
  has(id) {
    return isListed(this.#inbox, id);
  }

  /** @param {Partial<{viewing: SourceKey | null, holds: boolean}>} change */
  #show(change) {
    const now = { ...this.#shows, ...change };
    if (JSON.stringify(now) !== JSON.stringify(this.#shows)) {
      this.#shows = now;
      this.#member.show(now);
    }
  }

  /** @param {string} method @param {any[]} args @returns {Promise<any>} */
  async #call(method, ...args) {
    if (!isCall(method, args)) {
      throw new TypeError(`${method} does not take ${JSON.stringify(args)?.slice(0, 200)}`);
    }
    if (this.#status === 'closed' || this.#calls.size >= MAX_WAITING) {
      throw new InboxError(commandOf(method), this.#status === 'closed' ? 'closed' : 'offline');
    }
    const id = ++this.#lastCall;
    try {
      return await new Promise((resolve, reject) => {
        this.#calls.set(id, { method, args, resolve, reject });
        this.#member.call(id, method, args);
      });
    } finally {
      this.#calls.delete(id);
    }
  }

  /** @param {import('./shared/membership.js').Outcome} outcome */
  #settle({ id, outcome, value, command, reason, error }) {
    const call = this.#calls.get(id);
    if (outcome === 'done') {
      call?.resolve(value);
    } else if (outcome === 'failed') {
      call?.reject(error ?? new InboxError(command ?? '', reason ?? 'unknown'));
    }
  }

  /** @param {InboxState} inbox @param {Status} status @param {string | null} reason @param {number | null} retryAt @param {readonly Notification[]} added */
  #changed(inbox, status, reason, retryAt, added) {
    const before = this.#inbox;
    const isOlder = status !== 'live' && before.rev !== null && (inbox.rev === null || (inbox.epoch === before.epoch && inbox.rev < before.rev));
    const newest = inbox.epoch === before.epoch || isOlder ? this.#newest : 0;
    this.#inbox = isOlder ? before : inbox; // a new leader may know less than this tab, until it is live
    this.#newest = Math.max(newest, shownList(this.#inbox).items[0]?.seq ?? 0, ...added.map(({ seq }) => seq));
    this.#status = status;
    this.#reason = reason;
    this.#retryAt = retryAt;
    this.#view = null;
    this.dispatchEvent(new CustomEvent('change', { detail: { state: this.state, added: added.filter(({ seq }) => seq > newest) } }));
  }
}

/** @param {string} method */
function commandOf(method) {
  return method === 'loadMore' ? 'list' : method.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
