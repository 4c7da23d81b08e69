/**
 * What tabs say to each other about one inbox. The protocol's number and the identity are in the channel's name, so a page of
 * another release with another protocol, or of another user, is on another channel. No message has a token in it.
 *
 * @import { SourceKey } from '../protocol.js'
 * @import { Status } from '../inbox-channel.js'
 * @import { Notification } from '../protocol.js'
 * @import { Difference } from './mirror.js'
 *
 * @typedef {object} StateMessage what the leader's inbox differs by from the one before, or from an empty one
 * @property {'state'} kind
 * @property {string} from the tab
 * @property {number} term rises with every leader
 * @property {number} n rises by one with every change
 * @property {number} part from 0; several parts are one change
 * @property {boolean} last of the parts
 * @property {boolean} whole from an empty inbox on
 * @property {string | null} to one tab that asked; `null`: all
 * @property {boolean} hidden the leader's page, whose timers the browser may slow down
 * @property {Status} status
 * @property {string | null} reason
 * @property {number | null} retryAt
 * @property {Difference} difference
 * @property {Notification[]} added
 *
 * @typedef {{kind: 'hello', from: string}} Hello asks for the whole state
 * @typedef {{kind: 'bye', from: string}} Bye
 * @typedef {{kind: 'tab', from: string, viewing: SourceKey | null, holds: boolean}} TabMessage `holds`: it shows more than the first pages
 * @typedef {{kind: 'call', from: string, id: number, method: string, args: any[]}} Call
 * @typedef {{kind: 'answer', from: string, to: string, id: number, outcome: 'taken' | 'done' | 'failed', value?: any, command?: string, reason?: string}} Answer
 *   `taken`: the leader is alive, the outcome follows
 * @typedef {StateMessage | Hello | Bye | TabMessage | Call | Answer} TabMessages
 */
import { LIST_NAMES } from '../inbox-state.js';
import { MAX_PART } from './mirror.js';

/** Raised by every change after which an older page would misunderstand a message. */
export const PROTOCOL = 1;

/** Characters of one message as JSON: 200 notifications of 20,000 each. */
const MAX_CHARACTERS = 4_000_000;

const MAX_WORD = 1000;

/** Ids in one call. */
export const MAX_CALL_IDS = 10_000;

const STATUSES = ['connecting', 'live', 'offline', 'refused', 'closed'];

/** Messages of one channel; what is not one of them is ignored. */
export class TabChannel {
  #channel;

  /** @param {string} name @param {(message: TabMessages) => void} onMessage */
  constructor(name, onMessage) {
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => isMessage(data) && onMessage(data);
  }

  /** Throws a `DataCloneError` where a value is none that can be sent. @param {TabMessages} message */
  post(message) {
    this.#channel.postMessage(message);
  }

  close() {
    this.#channel.onmessage = null;
    this.#channel.close();
  }
}

/** @param {any} message @returns {message is TabMessages} */
export function isMessage(message) {
  return isObject(message) && isWord(message.from) && isShort(message) && isOfItsKind(message);
}

/** What a follower may have the leader do, and whether it takes these arguments. @type {Record<string, (...args: any[]) => boolean>} */
const CALLS = {
  markSeen: (...args) => args.length === 0,
  markRead: isSelection,
  markUnread: isSelection,
  markAllRead: isCount,
  markSourceRead: isSource,
  archive: isSelection,
  unarchive: isIds,
  archiveRead: (...args) => args.length === 0,
  list: isObject,
  loadMore: (name) => LIST_NAMES.includes(name),
};

/** @param {string} method @param {any[]} args */
export function isCall(method, args) {
  return Object.hasOwn(CALLS, method) && args.length <= 1 && CALLS[method](...args);
}

/** @param {any} message */
function isOfItsKind(message) {
  switch (message.kind) {
    case 'hello':
    case 'bye':
      return true;
    case 'tab':
      return (message.viewing === null || isSource(message.viewing)) && typeof message.holds === 'boolean';
    case 'call':
      return isCount(message.id) && isWord(message.method) && Array.isArray(message.args) && isCall(message.method, message.args);
    case 'answer':
      return isWord(message.to) && isCount(message.id) && ['taken', 'done', 'failed'].includes(message.outcome)
        && (message.outcome !== 'failed' || (isWord(message.command) && isWord(message.reason)));
    case 'state':
      return isState(message);
    default:
      return false;
  }
}

/** @param {any} state */
function isState({ term, n, part, last, whole, to, hidden, status, reason, retryAt, difference, added }) {
  return [term, n, part].every(isCount) && [last, whole, hidden].every((flag) => typeof flag === 'boolean') && (to === null || isWord(to))
    && STATUSES.includes(status) && (reason === null || isWord(reason)) && (retryAt === null || Number.isFinite(retryAt)) && isObject(difference) && isDifference(difference) && isNotifications(added);
}

/** @param {any} difference */
function isDifference({ counts, lists, groups, put, gone, groupsPut, groupsGone }) {
  return isObject(counts) && [counts.unread, counts.unseen, counts.seq, counts.readUpTo].every(isCount)
    && (counts.rev === null ? counts.epoch === null : isCount(counts.rev) && isWord(counts.epoch))
    && isObject(lists) && isBounds(lists.all) && [lists.unread, lists.archived].every((list) => list === null || isBounds(list))
    && (groups === null || (isObject(groups) && (groups.rev === null || isCount(groups.rev)) && isBounds({ ...groups, holes: 0 })))
    && [put, groupsPut].every(isNotifications) && [gone, groupsGone].every((ids) => isIds(ids) && ids.length <= MAX_PART);
}

/** @param {any} bounds */
function isBounds(bounds) {
  return isObject(bounds) && (bounds.floor === Infinity || isCount(bounds.floor)) && isCount(bounds.longest) && isCount(bounds.holes);
}

/** @param {any} items */
function isNotifications(items) {
  return Array.isArray(items) && items.length <= MAX_PART && items.every(isNotification);
}

/** What the rules and the bell rely on. @param {any} item */
function isNotification(item) {
  return isObject(item) && isWord(item.id) && isCount(item.seq) && isCount(item.rev) && typeof item.read === 'boolean' && typeof item.archived === 'boolean'
    && isObject(item.actor) && typeof item.actor.name === 'string' && isObject(item.source) && isSource(item.source)
    && [item.source.title, item.source.url, item.excerpt].every((text) => typeof text === 'string')
    && (item.group === undefined || (isObject(item.group) && isWord(item.group.thread) && isCount(item.group.count) && isCount(item.group.unread)
      && Array.isArray(item.group.actors) && isCount(item.group.actor_count)));
}

/** @param {any} what */
function isSelection(what) {
  return isIds(what) || (isObject(what) && (isWord(what.thread) || isSource(what.source)));
}

/** @param {any} ids */
function isIds(ids) {
  return Array.isArray(ids) && ids.length <= MAX_CALL_IDS && ids.every(isWord);
}

/** @param {any} source */
function isSource(source) {
  return isObject(source) && isWord(source.type) && isWord(source.id);
}

/** @param {any} count */
function isCount(count) {
  return Number.isSafeInteger(count) && count >= 0;
}

/** @param {any} word */
function isWord(word) {
  return typeof word === 'string' && word.length > 0 && word.length <= MAX_WORD;
}

/** @param {any} value */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {object} message */
function isShort(message) {
  try {
    return JSON.stringify(message).length <= MAX_CHARACTERS;
  } catch {
    return false; // it refers to itself, or has a value that JSON has not
  }
}
