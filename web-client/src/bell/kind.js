/**
 * Sentence and icon of a kind of notification.
 *
 * @typedef {{sentence: 'mentioned' | 'replied' | 'assigned' | 'other', paths: string[]}} Look the key of the sentence in
 *   `Strings`, and the paths of a 24 by 24 line drawing
 */

/** @type {Map<string | undefined, Look>} */
const LOOKS = new Map([
  ['mention', { sentence: 'mentioned', paths: ['M16 12a4 4 0 1 0-1.2 2.9', 'M16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-3.6 7.2'] }],
  ['reply', { sentence: 'replied', paths: ['M9 6 3 12l6 6', 'M3 12h11a7 7 0 0 1 7 7'] }],
  ['assignment', { sentence: 'assigned', paths: ['M4 12.5 9.5 18 20 6.5'] }],
]);

/** @type {Look} */
const OTHER = { sentence: 'other', paths: ['M12 4v9', 'M12 18.5v.5'] };

/** @param {string | undefined} kind a product's own word looks like no other @returns {Look} */
export function look(kind = 'mention') {
  return LOOKS.get(kind) ?? OTHER;
}
