/**
 * One tab among those that share an inbox: from its token to its role, again after every pause of the page.
 *
 * @import { Status } from '../inbox-channel.js'
 * @import { InboxState } from '../inbox-state.js'
 * @import { Notification } from '../protocol.js'
 * @import { Tab } from './leader.js'
 *
 * @typedef {{id: number, outcome: 'taken' | 'done' | 'failed', value?: any, command?: string, reason?: string, error?: unknown}} Outcome
 */
import { emptyInbox } from '../inbox-state.js';
import { InboxStore } from '../inbox-store.js';
import { beckonSocket } from '../socket.js';
import { Election, presence, whenGone } from './election.js';
import { Follower } from './follower.js';
import { firstToken, gatewayOf, identityOf } from './identity.js';
import { Leader, isHidden } from './leader.js';
import { applied, difference } from './mirror.js';
import { PROTOCOL, TabChannel } from './tab-channel.js';

/** The token of before the election is good for the connection, too, if it was asked for so lately. */
const FRESH_MILLIS = 5000;

/** A leader that was refused leaves the lead to another tab, and its token; later each time, as all may be refused. */
const FIRST_REFUSAL_MILLIS = 500;
const LONGEST_REFUSAL_MILLIS = 30_000;

/** A hidden page reconnects slowly, as its timers are slowed down: one that is looked at takes over. */
const STUCK_MILLIS = 1000;

export class Membership {
  #of;
  #on;
  #tab = globalThis.crypto?.randomUUID?.() ?? '';
  #term = 0;
  /** @type {Leader | Follower | null} */
  #role = null;
  /** @type {TabChannel | null} */
  #channel = null;
  /** @type {Election | null} */
  #election = null;
  #identity = '';
  /** @type {{token: string, at: number} | null} */
  #first = null;
  #leave = () => {};
  #isRunning = false;
  /** Rises with every start and end, so that what was begun before one goes no further. */
  #run = 0;
  #refusals = 0;
  /** @type {Tab} */
  #shows = { viewing: null, holds: false };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #listening = new AbortController();

  /**
   * @param {{url: string, tokenProvider: () => string | Promise<string>, userId: string, max: number, pageSize: number,
   *   group: 'thread' | undefined, shared: boolean}} of
   * @param {object} on
   * @param {() => InboxState} on.inbox from which this tab goes on as the leader
   * @param {(inbox: InboxState | null, status: Status, reason: string | null, retryAt: number | null, added: readonly Notification[]) => void} on.change `null`: as it was
   * @param {() => void} on.led there is another leader, perhaps this tab: what has no outcome is to be called again
   * @param {(outcome: Outcome) => void} on.outcome
   */
  constructor(of, on) {
    this.#of = of;
    this.#on = on;
  }

  get isLeader() {
    return this.#role?.isLeader ?? false;
  }

  start() {
    const locks = globalThis.navigator?.locks;
    if (!this.#of.shared || !locks || !globalThis.BroadcastChannel) {
      this.#lead();
    } else {
      this.#listen(locks);
      this.#begin(locks);
    }
  }

  /** Does it or lets it be done; without a leader it waits for `led`. @param {number} id @param {string} method @param {any[]} args */
  call(id, method, args) {
    const role = this.#role;
    if (!(role instanceof Leader)) {
      role?.call(id, method, args);
      return;
    }
    const outcome = (/** @type {Outcome} */ of) => this.#role === role && this.#on.outcome(of); // else the next leader does it
    role.perform(method, args).then((value) => outcome({ id, outcome: 'done', value }), (error) => outcome({ id, outcome: 'failed', error }));
  }

  /** @param {Tab} shows */
  show(shows) {
    this.#shows = shows;
    this.#role instanceof Leader ? this.#role.setTab(this.#tab, shows) : this.#role?.setTab(shows);
  }

  /** For good. */
  close() {
    this.#listening.abort();
    this.#end();
  }

  /** @param {LockManager} locks */
  async #begin(locks) {
    if (this.#isRunning || this.#listening.signal.aborted) {
      return;
    }
    this.#isRunning = true;
    const run = ++this.#run;
    const token = await firstToken(this.#of.tokenProvider, this.#of.url, (millis) => this.#hasNoToken(run, millis));
    if (run !== this.#run) {
      return;
    }
    this.#first = { token, at: Date.now() };
    this.#identity = identityOf(token);
    const { url, userId, group = null, max, pageSize } = this.#of;
    const name = `beckon/${PROTOCOL} ${JSON.stringify([gatewayOf(url), userId, this.#identity, group, max, pageSize])}`;
    const left = await presence(locks, `${name} ${this.#tab}`).catch(() => null);
    if (run !== this.#run) {
      left?.();
    } else if (left === null) {
      this.#lead(); // this page may have no locks
    } else {
      this.#leave = left;
      this.#join(locks, name);
    }
  }

  /** @param {LockManager} locks @param {string} name */
  #join(locks, name) {
    this.#channel = new TabChannel(name, (message) => this.#role?.handle(message));
    this.#election = new Election(locks, name, {
      won: () => this.#lead((tab, gone) => whenGone(locks, `${name} ${tab}`, gone)),
      lost: () => this.#stepBack(),
    });
    this.#follow();
    this.#election.stand();
  }

  /** The page pauses or has ended: another tab may lead. */
  #end() {
    this.#run++;
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#channel?.post({ kind: 'bye', from: this.#tab });
    this.#leaveRole();
    this.#channel?.close();
    this.#channel = null;
    this.#election?.resign();
    this.#election = null;
    this.#leave();
    this.#leave = () => {};
  }

  #leaveRole() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#role?.close();
    this.#role = null;
  }

  /** @param {(tab: string, gone: () => void) => () => void} [watch] */
  #lead(watch = () => () => {}) {
    this.#leaveRole();
    this.#term = Math.max(this.#term + 1, Date.now());
    const { url, userId, group, max, pageSize } = this.#of;
    const empty = emptyInbox(max, group === 'thread');
    const socket = beckonSocket(url, () => this.#token());
    const store = new InboxStore({ socket, userId, max, pageSize, group, inbox: applied(empty, difference(empty, this.#on.inbox())) });
    const role = new Leader(store, { tab: this.#tab, term: this.#term, channel: this.#channel, disconnect: () => socket.disconnect() }, {
      change: (inbox, { status, reason, retryAt }, added) => this.#changed(inbox, status, reason, retryAt, added),
      watch,
    });
    this.#role = role;
    this.#changed(store.inbox, 'connecting', null, null, []);
    this.#led();
    socket.connect();
  }

  #follow() {
    const { group, max } = this.#of;
    this.#leaveRole();
    this.#role = new Follower({ tab: this.#tab, term: this.#term, channel: /** @type {TabChannel} */ (this.#channel),
      empty: emptyInbox(max, group === 'thread') }, {
      change: (inbox, status, reason, retryAt, added) => this.#changed(inbox, status, reason, retryAt, added),
      led: (term) => {
        this.#term = term;
        this.#led();
      },
      answer: (answer) => this.#on.outcome(answer),
      silence: () => isHidden() || this.#election?.steal(),
    });
  }

  #led() {
    if (this.#shows.viewing || this.#shows.holds) {
      this.show(this.#shows);
    }
    this.#on.led();
  }

  /** Stands at the end of the line, for another tab to lead. */
  #stepBack() {
    this.#on.change(null, 'connecting', null, null, []);
    this.#follow();
    this.#election?.resign();
    this.#election?.stand();
  }

  /** @param {InboxState} inbox @param {Status} status @param {string | null} reason @param {number | null} retryAt @param {readonly Notification[]} added */
  #changed(inbox, status, reason, retryAt, added) {
    this.#on.change(inbox, status, reason, retryAt, added);
    this.#refusals = status === 'live' ? 0 : this.#refusals;
    this.#consider(status);
  }

  /** Whether another tab had better lead. @param {Status} status */
  #consider(status) {
    const role = this.#role;
    const isRefused = role instanceof Leader && status === 'refused' && this.#channel !== null;
    const isStuck = role instanceof Follower && role.leaderIsHidden && !isHidden() && status !== 'live' && status !== 'closed';
    if (!isRefused && !isStuck) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else if (isStuck) {
      this.#timer ??= setTimeout(() => this.#election?.steal(), STUCK_MILLIS);
    } else {
      this.#timer ??= setTimeout(() => this.#passOn(/** @type {Leader} */ (role), status),
        Math.min(FIRST_REFUSAL_MILLIS * 2 ** this.#refusals++, LONGEST_REFUSAL_MILLIS));
    }
  }

  /** @param {Leader} role @param {Status} status */
  async #passOn(role, status) {
    const isAwaited = await this.#election?.isAwaited();
    if (this.#role === role && this.#timer !== undefined) {
      this.#timer = undefined;
      isAwaited ? this.#stepBack() : this.#consider(status);
    }
  }

  /** Without a token this tab sees nothing. @param {number} run @param {number} millis @returns {Promise<boolean>} whether to ask again */
  async #hasNoToken(run, millis) {
    if (run === this.#run) {
      this.#on.change(null, 'refused', 'no_token', Date.now() + millis, []);
      await new Promise((resolve) => (this.#timer = setTimeout(resolve, millis)));
    }
    return run === this.#run;
  }

  /** For a connection of this tab. @returns {Promise<string>} */
  async #token() {
    const first = this.#first;
    this.#first = null;
    if (first && Date.now() - first.at < FRESH_MILLIS) {
      return first.token;
    }
    const token = await this.#of.tokenProvider();
    if (this.#channel && identityOf(token) !== this.#identity) {
      this.#pause();
      this.#begin(navigator.locks);
      throw new Error('the token is of another user than before');
    }
    return token;
  }

  /** @param {LockManager} locks */
  #listen(locks) {
    const { window, document } = globalThis;
    const on = (/** @type {EventTarget | undefined} */ target, /** @type {string} */ event, /** @type {() => void} */ then) =>
      target?.addEventListener(event, then, { signal: this.#listening.signal });
    on(window, 'pagehide', () => this.#pause());
    on(window, 'pageshow', () => this.#begin(locks));
    on(document, 'freeze', () => this.#pause());
    on(document, 'resume', () => this.#begin(locks));
    on(document, 'visibilitychange', () => this.#visibilityChanged());
  }

  #pause() {
    this.#end();
    this.#on.change(null, 'connecting', null, null, []);
  }

  #visibilityChanged() {
    if (this.#role instanceof Leader) {
      this.#role.visibilityChanged();
    } else if (!isHidden()) {
      this.#role?.ask(); // whether the leader is alive, and what it says of itself
    }
  }
}
