/** @import { Notification } from '../protocol.js' */
/** @import { Strings } from './strings.js' */
import { balanced } from './bidi.js';
import { element, phrase } from './element.js';
import { look } from './kind.js';

/** A screen reader speaks one sentence for all arrivals within this time, so that a burst does not talk for a minute. */
const GATHER_MILLIS = 400;

/** The live region in which a screen reader speaks arrivals, politely. */
export class Announcer {
  region = element('div', { role: 'status', 'aria-live': 'polite', class: 'unseen-by-eye' });
  /** @type {Notification[]} */
  #arrived = [];
  /** @type {Notification[]} whose names and titles the region shows */
  #said = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {readonly Notification[]} notifications @param {Strings} strings */
  announce(notifications, strings) {
    this.#arrived.push(...notifications);
    if (this.#arrived.length > 0) {
      this.#timer ??= setTimeout(() => this.#say(strings), GATHER_MILLIS);
    }
  }

  /** Speaks another sentence at once. @param {string} words */
  say(words) {
    this.#said = [];
    this.region.replaceChildren(words);
  }

  /** Leaves nothing here of notifications that are gone. @param {(id: string) => boolean} isThere */
  keepOnly(isThere) {
    this.#arrived = this.#arrived.filter(({ id }) => isThere(id));
    if (!this.#said.every(({ id }) => isThere(id))) {
      this.say('');
    }
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#arrived = [];
  }

  /** @param {Strings} strings */
  #say(strings) {
    const [first] = this.#arrived;
    if (!first) {
      this.stop();
      return;
    }
    this.#said = this.#arrived.length === 1 ? [first] : [];
    const words = this.#arrived.length === 1
      ? phrase(strings[look(first.kind).sentence], { actor: isolate(first.actor.name), title: isolate(first.source.title) }).filter((part) => part !== null)
      : [strings.arrived(this.#arrived.length)];
    this.region.replaceChildren(...words);
    this.stop();
  }
}

/** @param {string} text */
function isolate(text) {
  return element('bdi', {}, balanced(text));
}
