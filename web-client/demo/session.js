/**
 * Who this page is: `#user=alice&token=…`, a token that stays in the fragment, which browsers send to no server; or `?as=alice`, a user
 * for whom a gateway of `./beckon up` has one.
 *
 * @typedef {{user: string, name: string, roles: string[], token: string, expires: number}} Session `expires` in ms since 1970
 */

/**
 * A development token.
 *
 * @param {string} user
 * @returns {Promise<string>} empty if this gateway has none for that user
 */
export async function fetchToken(user) {
  const response = await fetch(`token?as=${encodeURIComponent(user)}`).catch(() => null);
  return response?.ok ? response.text() : '';
}

/** The user that the address names. @param {string} search */
export const userFrom = (search) => new URLSearchParams(search).get('as');

/**
 * @param {string} hash
 * @returns {Session | null} `null` if there is no token that can be read
 */
export function sessionFrom(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const token = parameters.get('token') ?? '';
  const claims = claimsOf(token);
  const user = parameters.get('user') ?? claims?.sub;
  if (!claims || !user) {
    return null;
  }
  return { user, token, name: claims.name ?? user, roles: claims.groups ?? [], expires: (claims.exp ?? Infinity) * 1000 };
}

/** Only to show them; who checks them is the server. @param {string} token @returns {any} */
function claimsOf(token) {
  try {
    const base64 = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
