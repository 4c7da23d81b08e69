/** Signs tokens for the examples: node token.js USER [--roles a,b] [--rooms a,b], with the secret in SEEDS_SECRET. */
import { createHmac } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const LIFETIME_SECONDS = 8 * 60 * 60;

const base64url = (/** @type {object} */ json) => Buffer.from(JSON.stringify(json)).toString('base64url');

/** @param {string} user @param {{roles?: string[], rooms?: string[]}} [claims] */
export function token(user, { roles = [], rooms = [] } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const signed = [{ alg: 'HS256', typ: 'JWT' }, { sub: user, groups: roles, rooms, iat: now, exp: now + LIFETIME_SECONDS }]
    .map(base64url).join('.');
  return `${signed}.${createHmac('sha256', process.env.SEEDS_SECRET ?? '').update(signed).digest('base64url')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const list = { type: /** @type {const} */ ('string'), default: '' };
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { roles: list, rooms: list } });
  const split = (/** @type {string | undefined} */ words) => (words ?? '').split(',').filter(Boolean);
  console.log(token(positionals[0] ?? 'ada', { roles: split(values.roles), rooms: split(values.rooms) }));
}
