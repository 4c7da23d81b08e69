import { Calls, json } from './calls.js';
import { EmitterError } from './emitter-error.js';

export { EmitterError };

/** @typedef {import('./emitter-error.js').Reason} Reason */

/**
 * Gives the service's access token with the role `mentions:write`, without `Bearer`. It is called for each request, so keep the token
 * until it is about to expire. `rejected` is the token that Beckon has just answered with 401: fetch another.
 * @typedef {(rejected?: string) => string | Promise<string>} TokenSupplier
 */

/**
 * A text in which a person names others; fields and rules are those of `POST /mentions`, and Beckon checks them.
 * @typedef {object} Mention
 * @property {{ id: string, name: string, avatar_url?: string }} actor the author; `id` as in that user's tokens
 * @property {string[]} recipients the users named, 1 to 10,000; after an edit also none
 * @property {{ type: string, id: string, url: string, title: string }} source the text's place in the product
 * @property {string} excerpt the text around the mention, up to 1,000 UTF-16 code units
 * @property {string | Date} occurredAt when it was written, with an offset; at most 24 h ahead
 * @property {string} [kind] why the recipients are named; `mention` by default
 * @property {string} [thread] the conversation
 * @property {Record<string, unknown>} [data] the product's own object, up to 2,048 bytes of JSON
 * @property {string | Date} [expiresAt] Beckon takes the mention back then
 */

/**
 * @typedef {object} MentionStatus what became of a mention; a time is left out while that has not happened
 * @property {string} id
 * @property {number} revision the highest stored; 0: as it was posted
 * @property {string} [occurred_at]
 * @property {string} [retracted_at]
 * @property {{ user: string, stored_at: string, seen_at?: string, read_at?: string, archived_at?: string, retracted_at?: string }[]} recipients
 * @property {string} [next_after] left out on the last page
 */

/**
 * @typedef {object} Part the mentions of one call: Beckon accepts all of them or none
 * @property {number} from index of its first mention in the list
 * @property {number} size
 * @property {string[]} ids in the order of the list; empty if the part failed
 * @property {EmitterError} [failure] parts behind one that was not `refused` have its failure and were not sent
 */

/** Mentions of one call, bytes of its body, mentions of one `postAll`. */
export const LIMITS = Object.freeze({ mentions: 100, bytes: 1_048_576, batch: 10_000 });

/**
 * Posts mentions to Beckon, edits them and takes them back. A call resolves once Beckon has it on all replicas; it waits and repeats
 * after 408, 429, 5xx and lost connections, and rejects with `EmitterError` once the patience ends or an answer is final. Keys make
 * every repetition harmless, also by another process.
 */
export class Emitter {
  #calls;

  /**
   * @param {object} options
   * @param {string | URL} options.url the address of mention-service, with or without a path
   * @param {TokenSupplier} options.token
   * @param {number} [options.patience] milliseconds after the call in which attempts begin; 0: one attempt
   * @param {number} [options.answerWithin] milliseconds for one attempt; Beckon answers within 5 s
   */
  constructor({ url, token, patience = 120_000, answerWithin = 10_000 }) {
    this.#calls = new Calls({ url: String(url).replace(/\/$/, ''), token, patience, answerWithin });
  }

  /**
   * Posts a mention and resolves to its id.
   * @param {string} key the Idempotency-Key: 1 to 200 visible ASCII characters, the same for every attempt by any process, such as a
   *   row's id; also the address for `edit`, `retract` and `status`
   * @param {Mention} mention
   */
  async post(key, mention) {
    return (await this.#post(key, JSON.stringify(mention)))[0];
  }

  /**
   * Posts a list in as few calls as Beckon's limits allow. The first call's key is `key`, that of a later one `key`, a colon and the
   * index of its first mention. Repeat it with the same list: mentions that Beckon has are not doubled.
   * @param {string} key
   * @param {Mention[]} mentions at most 10,000
   * @returns {Promise<{ parts: Part[], failure?: EmitterError }>} `failure` is the first
   */
  async postAll(key, mentions) {
    if (mentions.length > LIMITS.batch) throw new RangeError(`post at most ${LIMITS.batch} mentions at once, not ${mentions.length}`);
    /** @type {Part[]} */
    const parts = [];
    /** @type {EmitterError | undefined} */
    let last;
    for (let from = 0; from < mentions.length; from += parts.at(-1)?.size ?? 0) {
      const bodies = fill(mentions, from);
      /** @type {Part} */
      const part = { from, size: bodies.length, ids: [] };
      if (last === undefined || last.reason === 'refused') {
        try {
          part.ids = await this.#post(from === 0 ? key : `${key}:${from}`, `[${bodies.join(',')}]`);
        } catch (failure) {
          if (!(failure instanceof EmitterError)) throw failure;
          last = part.failure = failure;
        }
      } else {
        part.failure = last;
      }
      parts.push(part);
    }
    return { parts, failure: parts.find((part) => part.failure)?.failure };
  }

  /**
   * Replaces the mention of this key: who is added is notified, who is left out loses the notification, all others see the new text.
   * @param {string} key
   * @param {number} revision the product's own number of this state, from 1; the highest holds, in whatever order calls arrive
   * @param {Mention} mention the whole mention as it is now; `recipients` may be empty
   */
  async edit(key, revision, mention) {
    return ids(await this.#calls.make({ method: 'PUT', path: address(key), body: JSON.stringify({ revision, ...mention }) }))[0];
  }

  /** Takes the mention back from all recipients. @param {string} key @param {number} revision as for `edit` */
  async retract(key, revision) {
    return ids(await this.#calls.make({ method: 'DELETE', path: `${address(key)}?revision=${revision}` }))[0];
  }

  /**
   * Takes back from a user what the user may no longer see: the mentions in a source or of a thread; later ones are shown.
   * @param {{ user: string, source: { type: string, id: string } } | { user: string, thread: string }} access
   */
  async revoke(access) {
    await this.#calls.make({ method: 'POST', path: '/access/revoked', body: JSON.stringify(access) });
  }

  /**
   * What became of a mention; undefined if it is not stored, which takes moments after a post.
   * @param {string} key
   * @param {{ limit?: number, after?: string }} [page] at most `limit` recipients (1 to 500), after this one
   * @returns {Promise<MentionStatus | undefined>}
   */
  async status(key, { limit = 100, after } = {}) {
    const query = `?limit=${limit}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`;
    try {
      return json(await this.#calls.make({ method: 'GET', path: address(key) + query }));
    } catch (failure) {
      if (failure instanceof EmitterError && failure.problem === '/problems/not-found') return undefined;
      throw failure;
    }
  }

  /** @param {string} key @param {string} body */
  async #post(key, body) {
    return ids(await this.#calls.make({ method: 'POST', path: '/mentions', key, body }));
  }
}

/** As many mentions as one call may have, at least one. @param {Mention[]} mentions @param {number} from */
function fill(mentions, from) {
  const bodies = [];
  let bytes = 2;
  for (let i = from; i < mentions.length && bodies.length < LIMITS.mentions; i++) {
    const body = JSON.stringify(mentions[i]);
    bytes += Buffer.byteLength(body) + 1;
    if (bodies.length > 0 && bytes - 1 > LIMITS.bytes) break;
    bodies.push(body);
  }
  return bodies;
}

/** @param {string} key */
function address(key) {
  if (key === '.' || key === '..') throw new RangeError(`the key ${key} has no address: clients take it out of paths`);
  return `/mentions/${encodeURIComponent(key)}`;
}

/** @param {string} answer @returns {string[]} */
function ids(answer) {
  const found = json(answer)?.ids;
  if (!Array.isArray(found) || found.length === 0) {
    throw new EmitterError('refused', `This is not Beckon's answer; is the address right? ${answer.slice(0, 500)}`);
  }
  return found;
}
