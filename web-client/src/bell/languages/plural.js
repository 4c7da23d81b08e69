/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} Forms by the plural categories of CLDR; `{count}` is the number */

/**
 * Words for a number, in the plural form and the digits of a language.
 *
 * @param {string} language
 * @param {Forms} forms one that is left out is as `other`
 * @returns {(count: number) => string}
 */
export function plural(language, forms) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count) => (forms[rules.select(count)] ?? forms.other).replace('{count}', numbers.format(count));
}
