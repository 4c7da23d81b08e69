/** The phoenix.js of the version that PHOENIX names, in Node. */
import WebSocket from 'ws';
import { XMLHttpRequest } from './xml-http-request.js';

const name = process.env.PHOENIX ?? 'phoenix18';
const globals = /** @type {any} */ (globalThis);

// phoenix.js looks for a browser's global object by this name, and finds fetch there. Before 1.8 it knows only XMLHttpRequest.
globals.self = globalThis;
if (name === 'phoenix17') {
  globals.XMLHttpRequest = XMLHttpRequest;
}

/** @type {typeof import('phoenix')} */
const phoenix = await import(name);

export const is17 = name === 'phoenix17';
export const { Socket, Presence, LongPoll } = phoenix;
export { WebSocket };
