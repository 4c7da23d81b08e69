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
