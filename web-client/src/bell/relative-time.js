/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [['minute', 60], ['hour', 3600], ['day', 86400]];

const WEEK_SECONDS = 7 * 86400;

/** How far a reader's clock may run behind the server's before times look wrong. */
const SKEW_SECONDS = 5 * 60;

/**
 * "5 minutes ago" within a week, a date beyond. A time up to five minutes ahead is "now", as clocks differ; one further ahead
 * is what the emitter wrote, and is shown as a date.
 *
 * @param {Date} then
 * @param {Date} now
 * @param {string | undefined} locale
 */
export function relativeTime(then, now, locale) {
  const seconds = (now.getTime() - then.getTime()) / 1000;
  if (seconds >= WEEK_SECONDS || seconds < -SKEW_SECONDS) {
    const sameYear = then.getFullYear() === now.getFullYear();
    return then.toLocaleDateString(locale, { day: 'numeric', month: 'short', year: sameYear ? undefined : 'numeric' });
  }
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const unit = UNITS.findLast(([, size]) => seconds >= size);
  return unit ? format.format(-Math.floor(seconds / unit[1]), unit[0]) : format.format(0, 'second');
}

/** The tag, or nothing if it is none (a page may say `lang="en_US"`). @param {string} tag @returns {string | undefined} */
export function knownLocale(tag) {
  try {
    return Intl.getCanonicalLocales(tag || [])[0];
  } catch {
    return undefined;
  }
}
