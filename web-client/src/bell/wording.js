/** @import { Strings } from './strings.js' */
import { languageOf } from './languages.js';
import { knownLocale } from './relative-time.js';

/** What the bell says, and in which language: the page's own words over those of the language around the element. */
export class Wording {
  #host;
  #language;
  /** @type {Partial<Strings>} */
  #own = {};
  #changes;

  /** @param {HTMLElement} host @param {() => void} onChange the words are others now */
  constructor(host, onChange) {
    this.#host = host;
    this.#language = languageOf(host);
    this.#changes = new MutationObserver(() => this.follow());
    this.onChange = onChange;
  }

  /** @returns {Strings} */
  get strings() {
    return { ...this.#language.strings, ...this.#own };
  }

  /** @param {Partial<Strings>} own what is left out stays as the language has it */
  replace(own) {
    this.#own = { ...own };
    this.onChange();
  }

  /** Looks again which language the page says. */
  follow() {
    const language = languageOf(this.#host);
    if (language.tag !== this.#language.tag) {
      this.#language = language;
      this.onChange();
    }
  }

  /** Follows the page's language, too, until `unwatch`. */
  watch() {
    this.#changes.observe(document.documentElement, { attributeFilter: ['lang'] });
    this.follow();
  }

  unwatch() {
    this.#changes.disconnect();
  }

  /** For times and numbers. @returns {string | undefined} */
  get locale() {
    return knownLocale(this.strings.locale || this.#lang);
  }

  /** Words that the bell does not know are the page's; without any it speaks English throughout. */
  get #lang() {
    return !this.#language.direction && Object.keys(this.#own).length === 0 ? 'en' : this.#language.tag;
  }

  /** Marks an element as having these words. @param {HTMLElement} element */
  mark(element) {
    element.dir = this.#language.direction ?? '';
    element.lang = this.#lang;
  }
}
