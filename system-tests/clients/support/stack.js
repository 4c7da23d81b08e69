/**
 * The running stack, from the `stack.json` that the environment variable BECKON_STACK names: one of `./beckon up`, or the one
 * that the Java tests start.
 */
import { createSign, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = process.env.BECKON_STACK;
if (!file) {
  throw new Error('BECKON_STACK is not set: the path of a stack.json, such as .beckon/stack.json');
}
/** @type {{gateways: string[], mentions: string[], notifications: string[], keys: string}} */
export const stack = JSON.parse(readFileSync(file, 'utf8'));
const privateKey = readFileSync(join(stack.keys, 'private.pem'), 'utf8');

/** A user that no other test has. @param {string} name */
export function someone(name) {
  return `${name}-${randomBytes(5).toString('hex')}`;
}

/**
 * @param {string} user
 * @param {{roles?: string[], name?: string, seconds?: number}} [claims] `seconds`: how long it is valid from now
 */
export function token(user, { roles = [], name = user, seconds = 3600 } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'https://beckon.local', aud: 'beckon', sub: user, name, groups: roles, iat: now, exp: now + seconds };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

/**
 * Posts a mention that must be accepted.
 *
 * @param {string} excerpt
 * @param {string[]} recipients
 * @param {{actor?: {id: string, name: string}, title?: string, at?: Date}} [details]
 */
export async function mention(excerpt, recipients, { actor = { id: 'ada', name: 'Ada Lovelace' }, title = 'Note 7', at = new Date() } = {}) {
  const source = { type: 'comment', id: '7', url: 'https://example.org/notes/7', title };
  const response = await fetch(`${stack.mentions[0]}/mentions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token('ada', { roles: ['mentions:write'] })}`, 'content-type': 'application/json' },
    body: JSON.stringify({ actor, recipients, source, excerpt, occurredAt: at.toISOString() }),
  });
  if (response.status !== 202) {
    throw new Error(`POST /mentions was answered with ${response.status}: ${await response.text()}`);
  }
}

/** A gauge of a gateway, which has its metrics 1,000 ports above its own. @param {string} name @param {number} [gateway] from 1 */
export async function metric(name, gateway = 1) {
  const url = new URL('/q/metrics', stack.gateways[gateway - 1]);
  url.port = String(Number(url.port) + 1000);
  const text = await fetch(url).then((response) => response.text());
  return Number(text.match(new RegExp(`^${name}(?:\\{.*\\})? (.+)$`, 'm'))?.[1]);
}
