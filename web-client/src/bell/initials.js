/** First letters of the first and the last word: what stands in for a face. Characters that only turn directions are none. @param {string} name */
export function initials(name) {
  const words = name.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => [...word][0] ?? '').join('').toUpperCase() || '?';
}
