/**
 * What the caller can do about a call that Beckon did not accept. `refused`: the call will never be accepted, correct it.
 * `unauthorized`: 401, also with a second token, or there is no token. `forbidden`: the token lacks a role. `not-found`: no mention of
 * this key is stored, or the address is wrong. `unavailable`: 408, 429, 5xx or no answer until the patience ended; Beckon may have it:
 * repeat with the same key.
 * @typedef {'refused' | 'unauthorized' | 'forbidden' | 'not-found' | 'unavailable'} Reason
 */

/** Beckon did not accept a call. */
export class EmitterError extends Error {
  /** @type {Reason} */
  reason;
  /** The last answer's status; 0: there was none. */
  status;
  /** The problem's type, such as `/problems/invalid-request`; undefined if the answer was no problem of Beckon's. */
  problem;
  /** Milliseconds that the last answer's Retry-After asked for; undefined: it named none. */
  retryAfter;

  /**
   * @param {Reason} reason
   * @param {string} message
   * @param {{ status?: number, problem?: string, retryAfter?: number, cause?: unknown }} [details]
   */
  constructor(reason, message, { status = 0, problem, retryAfter, cause } = {}) {
    super(message, { cause });
    this.name = 'EmitterError';
    this.reason = reason;
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}
