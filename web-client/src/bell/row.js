/** @import { Notification } from '../protocol.js' */
/** @import { Strings } from './strings.js' */
/** @import { Look } from './kind.js' */
/** @import { Actions } from './panel.js' */
/** @import { CustomRows } from './custom-rows.js' */
import { balanced, sentence } from './bidi.js';
import { element, icon, phrase } from './element.js';
import { initials } from './initials.js';
import { look } from './kind.js';
import { relativeTime } from './relative-time.js';
import { isRead } from '../group-state.js';
import { webUrl } from './web-url.js';

const HUES = 12;

/** Letters of which the row may not show the last. */
const LONG_NAME = 24;
const LONG_EXCERPT = 60;

const ARCHIVE = ['M4 7h16v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7Z', 'M3 4h18v3H3Z', 'M10 11.5h4'];
const UNARCHIVE = ['M4 7h16v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7Z', 'M3 4h18v3H3Z', 'M12 17v-6', 'm9.5 13 2.5-2.5 2.5 2.5'];
const UNREAD = ['M20 11v7a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h9', 'm4 8 8 6 3.5-2.6', 'M19 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z'];

/** One notification in the list, which may stand for its thread: a link to its source, a button to mark it unread, and one to archive it or move it back. */
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
  #customRows;
  /** @type {ReturnType<CustomRows['of']>} */
  #custom = null;

  /**
   * @param {Notification} notification `update` shows the rest of it
   * @param {Strings} strings
   * @param {string | undefined} locale
   * @param {Actions} on
   * @param {CustomRows} customRows
   */
  constructor(notification, strings, locale, on, customRows) {
    const { source } = notification;
    this.notification = notification;
    this.#strings = strings;
    this.#locale = locale;
    this.#customRows = customRows;
    this.#unread = element('span', { class: 'dot' }, element('span', { class: 'unseen-by-eye' }, strings.unread));
    this.opener = opener(source.url);
    this.opener.addEventListener('click', (event) => on.opened(this.notification, /** @type {MouseEvent} */ (event)));
    this.opener.addEventListener('auxclick', (event) => {
      const click = /** @type {MouseEvent} */ (event);
      click.button === 1 && on.opened(this.notification, click);
    });
    this.#unmark = element('button', { type: 'button', class: 'act unmark', part: 'unread', title: strings.markUnread }, icon(...UNREAD));
    this.#unmark.addEventListener('click', () => on.unread(this.notification));
    this.#archiver.addEventListener('click', () => (this.notification.archived ? on.unarchived : on.archived)(this.notification));
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
    const read = isRead(notification);
    const edited = filling(this.notification) !== filling(notification) || (this.#custom && isRead(this.notification) !== read);
    this.notification = notification;
    if (edited) {
      this.#fill();
    }
    this.element.classList.toggle('is-unread', !read);
    this.#unread.hidden = read;
    this.#unmark.hidden = !read || notification.archived;
    this.tick(now);
  }

  /** All that an edit may change, and the button that depends on where it is. */
  #fill() {
    const { kind, actor, source, archived, group } = this.notification;
    const shown = look(kind);
    if (this.opener instanceof HTMLAnchorElement) {
      this.opener.href = webUrl(source.url) ?? '';
    }
    const count = group && group.count > 1 ? element('span', { class: 'count', part: 'count', title: this.#strings.inThread(group.count) },
      element('span', { 'aria-hidden': 'true' }, String(group.count)), element('span', { class: 'unseen-by-eye' }, this.#strings.inThread(group.count))) : null;
    this.#custom?.remove();
    this.#custom = this.#customRows.of(this.notification);
    this.opener.classList.toggle('custom', this.#custom !== null);
    this.opener.replaceChildren(...(this.#custom ? [this.#custom.slot] : [avatar(actor, icon(...shown.paths)), this.#text(shown.sentence, count)]), this.#unread);
    const others = this.#andOthers();
    const words = { actor: others ? sentence(others, { actor: actor.name }) : actor.name, title: source.title };
    this.#unmark.setAttribute('aria-label', sentence(this.#strings.markUnreadOne, words));
    this.#archiver.replaceChildren(icon(...(archived ? UNARCHIVE : ARCHIVE)));
    this.#archiver.title = archived ? this.#strings.unarchive : this.#strings.archive;
    this.#archiver.setAttribute('aria-label', sentence(archived ? this.#strings.unarchiveOne : this.#strings.archiveOne, words));
  }

  /** Takes the row out of the page. */
  remove() {
    this.#custom?.remove();
    this.element.remove();
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
   * @param {HTMLElement | null} count
   */
  #text(key, count) {
    const { actor, source, excerpt } = this.notification;
    const name = written('strong', actor.name, LONG_NAME);
    const others = this.#andOthers();
    const words = { actor: others ? element('span', {}, ...phrase(others, { actor: name })) : name,
      title: written('b', source.title, LONG_NAME) };
    return element('span', { class: 'text' },
      element('span', { class: 'line', dir: 'auto' }, ...phrase(this.#strings[key], words).filter((part) => part !== null)),
      written('span', excerpt, LONG_EXCERPT, 'excerpt'),
      count ? element('span', { class: 'foot' }, this.#time, count) : this.#time);
  }

  /** A template for the actor and the others in the same thread, if there are any. */
  #andOthers() {
    const others = (this.notification.group?.actor_count ?? 1) - 1;
    return others > 0 ? this.#strings.andOthers(others) : null;
  }
}

/** All that fills a row, as one text to compare. @param {Notification} notification */
function filling({ actor, source, excerpt, kind, archived, group }) {
  return JSON.stringify([actor, source, excerpt, kind, archived, group?.count, group?.actor_count]);
}

/**
 * What a person wrote, in its own direction; a long one, which the row clamps, has all of it as its title.
 *
 * @param {'strong' | 'b' | 'span'} tag @param {string} text @param {number} long @param {string | null} [name] of its class
 */
function written(tag, text, long, name = null) {
  return element(tag, { dir: 'auto', class: name, title: text.length > long ? balanced(text) : null }, balanced(text));
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
