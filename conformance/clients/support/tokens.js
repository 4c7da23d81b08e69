/** Tokens signed with the laboratory's key, which LAB_KEY names as a file. */
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const privateKey = readFileSync(/** @type {string} */ (process.env.LAB_KEY), 'utf8');

/** @param {string} user */
export function token(user) {
  const now = Math.floor(Date.now() / 1000);
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: user, iat: now, exp: now + 3600 })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}
