/**
 * The tab that has the connection: it sends followers its inbox and every change, and does what their users ask for.
 *
 * @import { InboxStore } from '../inbox-store.js'
 * @import { InboxView } from '../inbox-view.js'
 * @import { InboxState } from '../inbox-state.js'
 * @import { Notification, SourceKey } from '../protocol.js'
 * @import { TabChannel, TabMessages } from './tab-channel.js'
 *
 * @typedef {{viewing: SourceKey | null, holds: boolean}} Tab what one tab shows, as far as it matters to the leader
 */
import { emptyInbox } from '../inbox-state.js';
import { InboxError } from '../inbox-error.js';
import { difference, parts, MAX_PART } from './mirror.js';

/** Notifications that a follower can be sent. */
const MAX_NOTIFICATIONS = 10_000;

/** Tabs of which the leader remembers what they show. */
const MAX_TABS = 200;

export class Leader {
  isLeader = true;
  #store;
  #tab;
  #term;
  #channel;
  #disconnect;
  #on;
  #n = 0;
  /** @type {InboxState} */
  #sent;
  /** What followers were sent last beside the inbox. */
  #words = '';
  /** @type {Map<string, Tab & {forget: () => void}>} */
  #tabs = new Map();
  /** @type {SourceKey | null} what the server knows to be viewed */
  #viewed = null;

  /**
   * @param {InboxStore} store
   * @param {object} of
   * @param {string} of.tab this tab's id
   * @param {number} of.term
   * @param {TabChannel | null} of.channel `null`: it is alone
   * @param {() => void} of.disconnect
   * @param {object} on
   * @param {(inbox: InboxState, view: InboxView, added: readonly Notification[]) => void} on.change
   * @param {(tab: string, gone: () => void) => () => void} on.watch calls back when a tab is gone; returns what stops that
   */
  constructor(store, { tab, term, channel, disconnect }, on) {
    this.#store = store;
    this.#tab = tab;
    this.#term = term;
    this.#channel = channel;
    this.#disconnect = disconnect;
    this.#on = on;
    this.#sent = store.inbox;
    store.addEventListener('change', this.#changed);
    this.#sendWhole(null);
  }

  /** @param {string} method @param {any[]} args @returns {Promise<any>} */
  async perform(method, args) {
    if (method === 'loadMore' && this.#channel && this.#size() >= MAX_NOTIFICATIONS) {
      throw new InboxError('list', 'too_many');
    }
    return /** @type {any} */ (this.#store)[method](...args);
  }

  /** @param {string} id @param {Tab} shows */
  setTab(id, { viewing, holds }) {
    this.#forget(id);
    if ((viewing || holds) && this.#tabs.size < MAX_TABS) {
      this.#tabs.set(id, { viewing, holds, forget: id === this.#tab ? () => {} : this.#on.watch(id, () => this.#leave(id)) });
    }
    this.#trimIfUnheld();
    this.#tellWhatIsViewed();
  }

  /** @param {TabMessages} message */
  handle(message) {
    switch (message.kind) {
      case 'hello':
        return this.#sendWhole(message.from);
      case 'tab':
        return this.setTab(message.from, message);
      case 'bye':
        return this.#leave(message.from);
      case 'call':
        this.#perform(message);
    }
  }

  /** The page has been hidden, or is shown again. */
  visibilityChanged() {
    this.#send();
  }

  close() {
    this.#tabs.forEach(({ forget }) => forget());
    this.#store.removeEventListener('change', this.#changed);
    this.#channel = null;
    this.#disconnect(); // before a leave is on its way: phoenix.js would wait for that, and a page that is being frozen has no time
    this.#store.close();
  }

  /** @param {string} id */
  #leave(id) {
    this.#forget(id);
    this.#trimIfUnheld();
    this.#tellWhatIsViewed();
  }

  /** @param {string} id */
  #forget(id) {
    this.#tabs.get(id)?.forget();
    this.#tabs.delete(id);
  }

  #trimIfUnheld() {
    if (![...this.#tabs.values()].some(({ holds }) => holds)) {
      this.#store.trim();
    }
  }

  #size() {
    const { known, groups } = this.#store.inbox;
    return known.size + (groups?.items.length ?? 0);
  }

  /** @param {import('./tab-channel.js').Call} call */
  async #perform({ from: to, id, method, args }) {
    const answer = { kind: /** @type {const} */ ('answer'), from: this.#tab, to, id };
    this.#channel?.post({ ...answer, outcome: 'taken' });
    try {
      const value = await this.perform(method, args);
      this.#channel?.post({ ...answer, outcome: 'done', value });
    } catch (error) {
      const { command, reason } = error instanceof InboxError ? error : { command: method, reason: 'failed' };
      this.#channel?.post({ ...answer, outcome: 'failed', command, reason });
    }
  }

  #changed = (/** @type {Event} */ event) => {
    const { state, added } = /** @type {CustomEvent<{state: InboxView, added: Notification[]}>} */ (event).detail;
    const viewed = added.filter(({ source }) => this.#viewers(source).length > 0);
    const news = added.filter((item) => !viewed.includes(item));
    this.#send(news); // before this page shows it: if it crashes then, the others have it
    this.#on.change(this.#store.inbox, state, news);
    const unread = viewed.filter((item) => !item.read).map(({ source }) => JSON.stringify([source.type, source.id]));
    for (const [type, id] of [...new Set(unread)].map((text) => JSON.parse(text))) {
      this.#store.markSourceRead({ type, id }).catch(() => {}); // it stays unread, as if it had not been looked at
    }
  };

  /** The server knows one source of a connection: that which all tabs show that show any. Of several, arrivals are marked here. */
  #tellWhatIsViewed() {
    const sources = new Map([...this.#tabs.values()].flatMap(({ viewing }) => (viewing ? [[`${viewing.type} ${viewing.id}`, viewing]] : [])));
    const only = sources.size === 1 ? [...sources.values()][0] : null;
    if (only?.type !== this.#viewed?.type || only?.id !== this.#viewed?.id) {
      this.#viewed = only;
      this.#store.viewing(only).catch(() => {}); // a lost connection: the next join sends it
    }
  }

  /** @param {SourceKey} source */
  #viewers({ type, id }) {
    return [...this.#tabs.values()].filter(({ viewing }) => viewing?.type === type && viewing.id === id);
  }

  /** @param {readonly Notification[]} [added] */
  #send(added = []) {
    const { inbox } = this.#store;
    const { status, reason, retryAt } = this.#store.state;
    const words = JSON.stringify([status, reason, retryAt, isHidden()]);
    if (inbox !== this.#sent || words !== this.#words || added.length > 0) {
      this.#words = words;
      this.#n++;
      this.#post(this.#sent, false, null, added);
      this.#sent = inbox;
    }
  }

  /** @param {string | null} to */
  #sendWhole(to) {
    const { max, groups } = this.#store.inbox;
    this.#post(emptyInbox(max, groups !== null), true, to, []);
  }

  /** @param {InboxState} before @param {boolean} whole @param {string | null} to @param {readonly Notification[]} added */
  #post(before, whole, to, added) {
    if (!this.#channel) {
      return;
    }
    const { status, reason, retryAt } = this.#store.state;
    const all = parts(difference(before, this.#store.inbox));
    all.forEach((part, index) => this.#channel?.post({ kind: 'state', from: this.#tab, term: this.#term, n: this.#n, part: index,
      last: index === all.length - 1, whole, to, hidden: isHidden(), status, reason, retryAt, difference: part,
      added: index === all.length - 1 ? added.slice(0, MAX_PART) : [] }));
  }
}

/** Whether this page is hidden: then the browser slows down its timers. */
export function isHidden() {
  return globalThis.document?.visibilityState === 'hidden';
}
