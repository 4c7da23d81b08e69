import { phrase } from './element.js';

const OPENERS = /[\u2066-\u2068]/;
const PDI = '\u2069';
const FSI = '\u2068';

/** Letters written from right to left, and the invisible characters that turn or nest directions. */
const TURNS = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

/**
 * Another person's text, made so that it cannot change the direction of the text beside it: it closes every isolate that it
 * opens and no other, and has no line or paragraph separator, which would end our isolate (UAX #9, BD9 and P1).
 *
 * @param {string} text
 */
export function balanced(text) {
  let open = 0;
  let kept = '';
  for (const letter of text.replace(/[\n\r\u0085\u2028\u2029\u001c-\u001e]/g, ' ')) {
    open += OPENERS.test(letter) ? 1 : letter === PDI ? -1 : 0;
    if (open < 0) {
      open = 0;
    } else {
      kept += letter;
    }
  }
  return kept + PDI.repeat(open);
}

/**
 * A template with its words in place as one plain text, for attributes, which can hold no `<bdi>`. Where a direction changes,
 * each word is an isolate.
 *
 * @param {string} template
 * @param {Record<string, string>} words
 */
export function sentence(template, words) {
  const turns = TURNS.test(template) || Object.values(words).some((word) => TURNS.test(word));
  const isolates = Object.entries(words).map(([name, word]) => [name, turns ? FSI + balanced(word) + PDI : word]);
  return phrase(template, Object.fromEntries(isolates)).join('');
}
