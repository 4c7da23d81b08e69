import { Socket } from 'phoenix';
import { Route } from './route.js';
import { Transport } from './transport.js';

/** @typedef {Socket & {readonly retryAt: number | null}} BeckonSocket `retryAt`: when it connects next, in ms since the epoch */

/**
 * A stock phoenix.js `Socket`, not yet connected, that asks for the token anew at every connect, polls where WebSockets do not
 * get through, and lets a store tell a server that refuses from one that cannot be reached.
 *
 * @param {string} url such as `wss://example.com/socket`, or `/socket`
 * @param {() => string | Promise<string>} tokenProvider
 * @returns {BeckonSocket}
 */
export function beckonSocket(url, tokenProvider) {
  const route = new Route(tokenProvider, url.split('?')[0]);
  class RoutedTransport extends Transport {
    /** @param {string} endPoint */
    constructor(endPoint) {
      super(endPoint, route);
    }
  }
  const socket = new Socket(url, { transport: RoutedTransport, reconnectAfterMs: (tries) => route.reconnectAfterMillis(tries) });
  return Object.defineProperty(/** @type {any} */ (socket), 'retryAt', { get: () => route.retryAt });
}
