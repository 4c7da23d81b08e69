import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MILLIS = 60_000;
const POLL_MILLIS = 5;

/**
 * Waits until `condition` gives something truthy, and gives that.
 *
 * @template T
 * @param {string} what the sentence for the failure
 * @param {() => T | Promise<T>} condition
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, condition) {
  const deadline = Date.now() + LIMIT_MILLIS;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`not within ${LIMIT_MILLIS} ms: ${what}`);
    }
    await pause(POLL_MILLIS);
  }
}
