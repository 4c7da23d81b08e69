/** Making a mention of a comment, and sending it to the mention service. */

/** @typedef {{title: string, detail: string, errors: {pointer: string, detail: string}[]}} Problem as in RFC 9457 */

const URL_LENGTH = 2000;

/** User ids named with an @, each once. @param {string} text */
export function namedIn(text) {
  const names = [...text.matchAll(/(?:^|[^\w@])@([A-Za-z0-9._:+|~-]+)/g)].map(([, name]) => name.replace(/[.:+|~-]+$/, ''));
  return [...new Set(names)].filter((name) => name !== '');
}

/**
 * @param {{user: string, name: string}} author
 * @param {string} text
 * @param {URL} page where the comment can be read
 */
export function mentionOf(author, text, page) {
  const id = uuid();
  const occurredAt = new Date().toISOString();
  const source = { type: 'comment', id, url: readable(page, { author: author.name, at: occurredAt }, text), title: 'Launch plan' };
  return { id, body: { actor: { id: author.user, name: author.name }, recipients: namedIn(text), source, excerpt: text, occurredAt } };
}

/**
 * Sends it. The same `key` sent again is the same mention, so a retry doubles nothing.
 *
 * @param {string} mentionsUrl
 * @param {string} token
 * @param {string} key
 * @param {object} body
 * @returns {Promise<Problem | null>} `null`: it is accepted
 */
export async function post(mentionsUrl, token, key, body) {
  try {
    const response = await fetch(`${mentionsUrl}/mentions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    return response.ok ? null : await problemOf(response);
  } catch {
    return { title: 'The mention service did not answer', detail: `Is it running at ${mentionsUrl}? Nothing was posted twice: try again.`, errors: [] };
  }
}

/** @param {Response} response @returns {Promise<Problem>} */
async function problemOf(response) {
  const { title, detail, errors } = await response.json().catch(() => ({}));
  return {
    title: title ?? `The mention service answered ${response.status}`,
    detail: detail ?? (response.status === 401 ? 'The token was not accepted.' : ''),
    errors: Array.isArray(errors) ? errors : [],
  };
}

/** A link that shows the comment by itself, cut to what a URL may hold. @param {URL} page @param {Record<string, string>} facts @param {string} text */
function readable(page, facts, text) {
  const letters = [...text];
  const link = () => `${page}#${new URLSearchParams({ ...facts, text: letters.join('') })}`;
  while (link().length > URL_LENGTH) {
    letters.length = Math.floor(letters.length * 0.8);
  }
  return link();
}

/** `crypto.randomUUID` exists on secure pages only, and a demo may be opened by a LAN address. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
