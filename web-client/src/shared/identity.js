import { Route } from '../route.js';

/** Whose token it is, as far as a page can see: issuer and subject of a JWT, else nothing. Who checks it is the server. @param {string} token */
export function identityOf(token) {
  try {
    const base64 = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const { iss = null, sub = null } = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))));
    return JSON.stringify([iss, sub]);
  } catch {
    return '';
  }
}

/** One address for one gateway: `/socket`, `https://…` and `wss://…` may be the same. @param {string} url */
export function gatewayOf(url) {
  return new URL(url, globalThis.location?.href ?? 'ws://localhost').href.replace(/^http/, 'ws');
}

/**
 * Asks for a token until there is one.
 *
 * @param {() => string | Promise<string>} tokenProvider @param {string} url for the console
 * @param {(millis: number) => Promise<boolean>} failed waits so long; whether to ask again
 * @returns {Promise<string>}
 */
export async function firstToken(tokenProvider, url, failed) {
  const route = new Route(tokenProvider, url.split('?')[0]);
  for (let tries = 1; ; tries++) {
    try {
      return await route.token();
    } catch (error) {
      route.failed('no_token', error);
      if (!await failed(route.reconnectAfterMillis(tries))) {
        return '';
      }
    }
  }
}
