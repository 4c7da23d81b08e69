/** @import { Notification } from '../protocol.js' */
/** @import { Strings } from './strings.js' */
/** @import { Look } from './kind.js' */
/** @import { Actions } from './panel.js' */
import { balanced, sentence } from './bidi.js';
import { element, icon, phrase } from './element.js';
import { initials } from './initials.js';
import { look } from './kind.js';
import { relativeTime } from './relative-time.js';
import { webUrl } from './web-url.js';

const HUES = 12;

const ARCHIVE = ['M4 7h16v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7Z', 'M3 4h18v3H3Z', 'M10 11.5h4'];
const UNARCHIVE = ['M4 7h16v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7Z', 'M3 4h18v3H3Z', 'M12 17v-6', 'm9.5 13 2.5-2.5 2.5 2.5'];
const UNREAD = ['M20 11v7a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h9', 'm4 8 8 6 3.5-2.6', 'M19 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z'];

/** One notification in the list: a link to its source, a button to mark it unread, and one to archive it or move it back. */
export class Row {
  /** @type {HTMLAnchorElement | HTMLButtonElement} */
  opener;
  /** @type {Notification} */
  notification;
  #time = element('time', { dir: 'auto' });
  #unread;
  #unmark;
  #archiver = element('button', { type: 'button', class: 'act archive', part: 'archive' });
  #strings;
  #locale;

  /**
   * @param {Notification} notification `update` shows the rest of it
   * @param {Strings} strings
   * @param {string | undefined} locale
   * @param {Actions} on
   */
  constructor(notification, strings, locale, on) {
    const { id, source } = notification;
    this.notification = notification;
    this.#strings = strings;
    this.#locale = locale;
    this.#unread = element('span', { class: 'dot' }, element('span', { class: 'unseen-by-eye' }, strings.unread));
    this.opener = opener(source.url);
    this.opener.addEventListener('click', () => on.opened(id));
    this.opener.addEventListener('auxclick', (event) => /** @type {MouseEvent} */ (event).button === 1 && on.opened(id));
    this.#unmark = element('button', { type: 'button', class: 'act unmark', part: 'unread', title: strings.markUnread }, icon(...UNREAD));
    this.#unmark.addEventListener('click', () => on.unread(id));
    this.#archiver.addEventListener('click', () => (this.notification.archived ? on.unarchived(id) : on.archived(id)));
    this.element = element('li', { class: 'row', part: 'item' }, this.opener, this.#unmark, this.#archiver);
    this.#fill();
    this.reachable = false;
  }

  /** Whether Tab stops here; the arrow keys reach every row. */
  set reachable(/** @type {boolean} */ value) {
    this.opener.tabIndex = value ? 0 : -1;
    this.#unmark.tabIndex = value ? 0 : -1;
    this.#archiver.tabIndex = value ? 0 : -1;
  }

  /** Whether this row can show it: a link stays one, so that it keeps the focus. @param {Notification} notification */
  fits({ source }) {
    return (webUrl(source.url) === null) === (this.opener.localName === 'button');
  }

  /** @param {Notification} notification @param {Date} now */
  update(notification, now) {
    const { actor, source, excerpt, kind, archived } = this.notification;
    const edited = JSON.stringify([actor, source, excerpt, kind, archived]);
    this.notification = notification;
    if (edited !== JSON.stringify([notification.actor, notification.source, notification.excerpt, notification.kind, notification.archived])) {
      this.#fill();
    }
    this.element.classList.toggle('is-unread', !notification.read);
    this.#unread.hidden = notification.read;
    this.#unmark.hidden = !notification.read || notification.archived;
    this.tick(now);
  }

  /** All that an edit may change, and the button that depends on where it is. */
  #fill() {
    const { kind, actor, source, archived } = this.notification;
    const shown = look(kind);
    if (this.opener instanceof HTMLAnchorElement) {
      this.opener.href = webUrl(source.url) ?? '';
    }
    this.opener.replaceChildren(avatar(actor, icon(...shown.paths)), this.#text(shown.sentence), this.#unread);
    const words = { actor: actor.name, title: source.title };
    this.#unmark.setAttribute('aria-label', sentence(this.#strings.markUnreadOne, words));
    this.#archiver.replaceChildren(icon(...(archived ? UNARCHIVE : ARCHIVE)));
    this.#archiver.title = archived ? this.#strings.unarchive : this.#strings.archive;
    this.#archiver.setAttribute('aria-label', sentence(archived ? this.#strings.unarchiveOne : this.#strings.archiveOne, words));
  }

  /** @param {Date} now */
  tick(now) {
    const then = new Date(this.notification.occurred_at);
    if (!Number.isNaN(then.getTime())) {
      this.#time.dateTime = then.toISOString();
      this.#time.title = then.toLocaleString(this.#locale);
      this.#time.textContent = relativeTime(then, now, this.#locale);
    }
  }

  /**
   * Each text in its own direction, whatever the page's is. The line takes its from the words around name and title: `auto`
   * passes over elements that have a `dir`.
   *
   * @param {Look['sentence']} key
   */
  #text(key) {
    const { actor, source, excerpt } = this.notification;
    const words = { actor: element('strong', { dir: 'auto' }, balanced(actor.name)),
      title: element('b', { dir: 'auto' }, balanced(source.title)) };
    return element('span', { class: 'text' },
      element('span', { class: 'line', dir: 'auto' }, ...phrase(this.#strings[key], words).filter((part) => part !== null)),
      element('span', { class: 'excerpt', dir: 'auto' }, balanced(excerpt)),
      this.#time);
  }
}

/** @param {string} url */
function opener(url) {
  const href = webUrl(url);
  return href
    ? element('a', { class: 'open', href, target: '_blank', rel: 'noopener noreferrer' })
    : element('button', { class: 'open', type: 'button' });
}

/** The actor's picture, or initials where there is none or it does not load. @param {Notification['actor']} actor @param {SVGElement} kind */
function avatar({ id, name, avatar_url: url }, kind) {
  const hash = [...id].reduce((sum, letter) => (sum * 31 + /** @type {number} */ (letter.codePointAt(0))) >>> 0, 7);
  const made = element('span', { class: `avatar hue-${hash % HUES}`, 'aria-hidden': 'true' }, initials(name));
  const src = webUrl(url);
  if (src) {
    const picture = element('img', { src, alt: '', loading: 'lazy', referrerpolicy: 'no-referrer' });
    picture.addEventListener('error', () => picture.remove());
    made.append(picture);
  }
  made.append(element('span', { class: 'kind', part: 'kind' }, kind));
  return made;
}
