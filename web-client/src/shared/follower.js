/**
 * A tab without a connection: it has the leader's inbox, and lets the leader do what its user asks for.
 *
 * @import { Status } from '../inbox-channel.js'
 * @import { InboxState } from '../inbox-state.js'
 * @import { Notification } from '../protocol.js'
 * @import { TabChannel, TabMessages, StateMessage, Answer } from './tab-channel.js'
 * @import { Tab } from './leader.js'
 */
import { applied } from './mirror.js';

/** A leader answers within milliseconds, also in a hidden page: only one that is frozen or hangs does not. */
const SILENCE_MILLIS = 1200;

export class Follower {
  isLeader = false;
  /** Whether the leader's page is hidden. */
  leaderIsHidden = false;
  #tab;
  #channel;
  #empty;
  #on;
  #inbox;
  #term;
  #n = 0;
  /** Part that comes next; 0: the change is complete. */
  #part = 0;
  /** Whether it has all that the leader has. */
  #isLed = false;
  #isAsking = false;
  /** Term of the leader to which this tab belongs; 0: none yet. */
  #leader = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;

  /**
   * @param {object} of
   * @param {string} of.tab this tab's id
   * @param {number} of.term the newest leader that this tab knows of
   * @param {TabChannel} of.channel
   * @param {InboxState} of.empty
   * @param {object} on
   * @param {(inbox: InboxState, status: Status, reason: string | null, retryAt: number | null, added: readonly Notification[]) => void} on.change
   * @param {(term: number) => void} on.led there is another leader
   * @param {(answer: Answer) => void} on.answer
   * @param {() => void} on.silence the leader does not answer
   */
  constructor({ tab, term, channel, empty }, on) {
    this.#tab = tab;
    this.#term = term;
    this.#channel = channel;
    this.#empty = empty;
    this.#inbox = empty;
    this.#on = on;
    this.ask();
  }

  /** Asks the leader for its state, and so whether it is alive. */
  ask() {
    this.#isAsking = true;
    this.#channel.post({ kind: 'hello', from: this.#tab });
    this.#expectAnswer();
  }

  /** Without a leader it waits: `led` says when to call again. @param {number} id @param {string} method @param {any[]} args */
  call(id, method, args) {
    if (this.#leader === this.#term) {
      this.#channel.post({ kind: 'call', from: this.#tab, id, method, args });
    }
    this.#expectAnswer();
  }

  /** @param {Tab} shows */
  setTab({ viewing, holds }) {
    this.#channel.post({ kind: 'tab', from: this.#tab, viewing, holds });
  }

  /** @param {TabMessages} message */
  handle(message) {
    if (message.kind === 'state') {
      this.#handleState(message);
    } else if (message.kind === 'answer' && message.to === this.#tab) {
      this.#expectNothing();
      this.#on.answer(message);
    }
  }

  close() {
    this.#expectNothing();
  }

  /** @param {StateMessage} message */
  #handleState(message) {
    const { term, n, part, whole, to } = message;
    if (term < this.#term || (whole && to !== null && to !== this.#tab)) {
      return; // from one that does not know yet that it is the leader no more, or for another tab
    }
    this.#expectNothing();
    const isNext = whole ? part === 0 : this.#isLed && term === this.#term && n === this.#n + 1 && part === 0;
    const isMore = part > 0 && term === this.#term && n === this.#n && part === this.#part;
    if (this.#part === 0 ? isNext : isMore) {
      this.#take(message);
    } else if (term > this.#term || this.#part > 0 || (this.#isLed && n > this.#n)) {
      this.#part = 0;
      this.#isLed = false; // something is missing
      this.#isAsking || this.ask();
    }
  }

  /** @param {StateMessage} message */
  #take({ term, n, part, last, whole, hidden, status, reason, retryAt, difference, added }) {
    this.#term = term;
    this.#n = n;
    this.#part = last ? 0 : part + 1;
    this.#inbox = applied(whole && part === 0 ? this.#empty : this.#inbox, difference);
    if (last) {
      const isAnother = this.#leader !== term;
      this.#leader = term;
      this.#isLed = true;
      this.#isAsking = false;
      this.leaderIsHidden = hidden;
      this.#on.change(this.#inbox, status, reason, retryAt, added);
      if (isAnother) {
        this.#on.led(term);
      }
    }
  }

  #expectAnswer() {
    this.#silence ??= setTimeout(() => {
      this.#silence = undefined;
      this.#isAsking = false;
      this.#on.silence();
    }, SILENCE_MILLIS);
  }

  #expectNothing() {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }
}
