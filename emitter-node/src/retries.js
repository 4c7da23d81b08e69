const FIRST = 500;
const LONGEST = 30_000;

/** Whether the same call may be accepted later. @param {number} status */
export const mayPass = (status) => status === 408 || status === 429 || status >= 500;

/**
 * Milliseconds until a call is repeated: what the answer asks for, else exponentially longer, with jitter.
 * @param {number} attempt from 1
 * @param {number} [retryAfter] in milliseconds
 */
export function wait(attempt, retryAfter) {
  // Jitter on top, never below: services that were refused together do not come back together.
  if (retryAfter !== undefined) return retryAfter + Math.random() * FIRST;
  const most = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt - 1, 6));
  return (most / 2) * (1 + Math.random());
}

/**
 * Milliseconds that Retry-After asks for, as seconds or as a date (RFC 9110 §10.2.3).
 * @param {string | null} value
 * @param {number} now
 */
export function retryAfter(value, now) {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
