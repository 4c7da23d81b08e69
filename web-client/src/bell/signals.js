/** @import { Notification } from '../protocol.js' */
/** @import { InboxView } from '../inbox-store.js' */
/** @import { Strings } from './strings.js' */
import { showOnDesktop } from './desktop.js';
import { FaviconBadge } from './favicon-badge.js';
import { ring } from './sound.js';
import { TitleBadge } from './title-badge.js';

/** The attributes that switch the signals on. */
export const SIGNALS = ['title-badge', 'favicon-badge', 'app-badge', 'sound', 'desktop'];

/** What calls the user outside the bell. All is off until the element has the attribute for it, and all is restored when it goes. */
export class Signals {
  #host;
  #title = new TitleBadge();
  #favicon = new FaviconBadge();
  #appBadge = 0;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {InboxView} state @param {string} count as the badge has it */
  show({ unseen }, count) {
    const shown = (/** @type {string} */ name) => this.#host.isConnected && unseen > 0 && this.#host.hasAttribute(name);
    this.#title.show(shown('title-badge') ? count : '');
    this.#favicon.show(shown('favicon-badge'));
    this.#badgeApp(shown('app-badge') ? unseen : 0);
  }

  /** @param {readonly Notification[]} items @param {Strings} strings @param {(item: Notification | null) => void} onClick */
  arrived(items, strings, onClick) {
    const sound = this.#host.getAttribute('sound');
    if (sound !== null && items.length > 0) {
      ring(sound);
    }
    if (this.#host.hasAttribute('desktop')) {
      showOnDesktop(items, strings, onClick);
    }
  }

  /** On the icon of an installed web application. @param {number} count */
  #badgeApp(count) {
    if (count !== this.#appBadge && navigator.setAppBadge) {
      this.#appBadge = count;
      (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {}); // not installed
    }
  }
}
