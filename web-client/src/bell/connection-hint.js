/** @import { InboxView } from '../inbox-store.js' */
/** @import { Strings } from './strings.js' */
import { element, phrase } from './element.js';

/** Reasons of a store that have words of their own. @type {Record<string, 'unauthorized' | 'forbidden' | 'tokenExpired' | 'noToken' | 'unreachable'>} */
const REASONS = { unauthorized: 'unauthorized', forbidden: 'forbidden', token_expired: 'tokenExpired', no_token: 'noToken', unreachable: 'unreachable' };

/** Says why there is no connection, and when the next attempt is. A screen reader speaks the reason, and not every second of the wait. */
export class ConnectionHint {
  #why = element('span', { dir: 'auto', role: 'status' });
  #next = element('span', { class: 'next', dir: 'auto' });
  element = element('div', { class: 'hint', part: 'hint', hidden: true }, element('div', {}, this.#why, ' ', this.#next));
  #strings;
  #format;
  /** @type {number | null} */
  #retryAt = null;
  #tries = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  /** @param {Strings} strings @param {string | undefined} locale */
  constructor(strings, locale) {
    this.#strings = strings;
    this.#format = new Intl.RelativeTimeFormat(locale);
  }

  /** @param {InboxView} state */
  render(state) {
    const { status, known, retryAt } = state;
    const why = this.#wordsFor(state);
    if (this.#why.textContent !== why) {
      this.#why.textContent = why;
    }
    this.element.hidden = why === '';
    this.#retryAt = retryAt;
    this.#tries = retryAt !== null || status === 'offline' || (status === 'connecting' && known);
    this.#tick();
    clearInterval(this.#ticking);
    this.#ticking = retryAt !== null && retryAt > Date.now() ? setInterval(() => this.#tick(), 1000) : undefined;
  }

  stop() {
    clearInterval(this.#ticking);
  }

  #tick() {
    const seconds = Math.round(((this.#retryAt ?? 0) - Date.now()) / 1000);
    const { nextAttempt, tryingNow } = this.#strings;
    const words = seconds > 0 ? phrase(nextAttempt, { when: this.#format.format(seconds, 'second') }).join('') : tryingNow;
    this.#next.textContent = this.#tries ? words : '';
  }

  /** @param {InboxView} state */
  #wordsFor({ status, reason, known }) {
    const strings = this.#strings;
    const own = REASONS[reason ?? ''];
    switch (status) {
      case 'live':
        return '';
      case 'refused':
        return strings[own ?? 'refused'];
      case 'connecting':
        return known ? strings.lost : strings.connecting;
      default:
        return navigator.onLine ? strings[own ?? 'lost'] : strings.offline;
    }
  }
}
