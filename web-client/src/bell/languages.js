/** @import { Strings } from './strings.js' */
import { ARABIC } from './languages/arabic.js';
import { FRENCH } from './languages/french.js';
import { GERMAN } from './languages/german.js';
import { JAPANESE } from './languages/japanese.js';
import { SPANISH } from './languages/spanish.js';
import { ENGLISH } from './strings.js';

/**
 * @typedef {object} Language
 * @property {Strings} strings
 * @property {string} tag of BCP 47, for times and numbers
 * @property {'ltr' | 'rtl' | null} direction `null`: as the page has it, since the bell does not know its language
 */

/** By the primary subtag. @type {ReadonlyMap<string, Strings>} */
export const LANGUAGES = new Map([['en', ENGLISH], ['de', GERMAN], ['fr', FRENCH], ['es', SPANISH], ['ar', ARABIC], ['ja', JAPANESE]]);

/** @type {Language} */
const UNKNOWN = { strings: ENGLISH, tag: '', direction: null };

/** The language that the page says an element has: its own `lang`, or that of the closest ancestor that has one. @param {Element} element @returns {Language} */
export function languageOf(element) {
  const tag = knownTag(closestLang(element));
  const primary = tag.split('-')[0];
  const strings = LANGUAGES.get(primary);
  return strings ? { strings, tag, direction: primary === 'ar' ? 'rtl' : 'ltr' } : { ...UNKNOWN, tag };
}

/** @param {Element} element @returns {string} */
function closestLang(element) {
  const found = element.closest('[lang]');
  const root = element.getRootNode();
  return found?.getAttribute('lang') ?? (root instanceof ShadowRoot ? closestLang(root.host) : document.documentElement.lang);
}

/** The tag as BCP 47 writes it, or nothing if it is none (a page may say `lang="en us"`). @param {string} tag */
function knownTag(tag) {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-') || [])[0] ?? '';
  } catch {
    return '';
  }
}
