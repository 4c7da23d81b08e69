/** @import { Notification } from '../protocol.js' */
/** @import { Strings } from './strings.js' */
import { balanced, sentence } from './bidi.js';
import { element, icon, phrase } from './element.js';
import { initials } from './initials.js';
import { look } from './kind.js';
import { relativeTime } from './relative-time.js';
import { webUrl } from './web-url.js';

const HUES = 12;

/** One notification in the list: a link to its source and a button to archive it. */
export class Row {
  /** @type {HTMLAnchorElement | HTMLButtonElement} */
  opener;
  #time = element('time', { dir: 'auto' });
  #unread;
  #locale;
  #kind;

  /**
   * @param {Notification} notification
   * @param {Strings} strings
   * @param {string | undefined} locale
   * @param {{opened: (id: string) => void, archived: (id: string) => void}} on
   */
  constructor(notification, strings, locale, on) {
    const { id, kind, actor, source } = notification;
    this.#kind = look(kind);
    this.notification = notification;
    this.#locale = locale;
    this.#unread = element('span', { class: 'dot' }, element('span', { class: 'unseen-by-eye' }, strings.unread));
    this.opener = opener(source.url);
    this.opener.append(avatar(actor, icon(...this.#kind.paths)), this.#text(strings), this.#unread);
    this.opener.addEventListener('click', () => on.opened(id));
    this.opener.addEventListener('auxclick', (event) => /** @type {MouseEvent} */ (event).button === 1 && on.opened(id));
    const name = sentence(strings.archiveOne, { actor: actor.name, title: source.title });
    this.archiver = element('button', { type: 'button', class: 'archive', part: 'archive', 'aria-label': name,
      title: strings.archive }, icon('M4 7h16v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7Z', 'M3 4h18v3H3Z', 'M10 11.5h4'));
    this.archiver.addEventListener('click', () => on.archived(id));
    this.element = element('li', { class: 'row', part: 'item' }, this.opener, this.archiver);
    this.reachable = false;
  }

  /** Whether Tab stops here; the arrow keys reach every row. */
  set reachable(/** @type {boolean} */ value) {
    this.opener.tabIndex = value ? 0 : -1;
    this.archiver.tabIndex = value ? 0 : -1;
  }

  /** @param {Notification} notification @param {Date} now */
  update(notification, now) {
    this.notification = notification;
    this.element.classList.toggle('is-unread', !notification.read);
    this.#unread.hidden = notification.read;
    this.tick(now);
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
   * @param {Strings} strings
   */
  #text(strings) {
    const { actor, source, excerpt } = this.notification;
    const words = { actor: element('strong', { dir: 'auto' }, balanced(actor.name)),
      title: element('b', { dir: 'auto' }, balanced(source.title)) };
    return element('span', { class: 'text' },
      element('span', { class: 'line', dir: 'auto' }, ...phrase(strings[this.#kind.sentence], words).filter((part) => part !== null)),
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
