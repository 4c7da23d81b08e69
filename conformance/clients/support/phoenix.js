/** The phoenix.js of the version that PHOENIX names, over the transport that TRANSPORT names, in Node. */
import WebSocket from 'ws';
import { XMLHttpRequest } from './xml-http-request.js';

/** The packages, each with the 1.x that it is. */
const MINORS = /** @type {Record<string, number>} */ ({
  phoenix13: 3, phoenix14: 4, phoenix15: 5, phoenix16: 6, phoenix17: 7, phoenix180: 8, phoenix18: 8,
});
const name = process.env.PHOENIX ?? 'phoenix18';
const globals = /** @type {any} */ (globalThis);

/** x of the version 1.x. */
export const minor = MINORS[name];
export const is180 = name === 'phoenix180';
export const overLongPoll = process.env.TRANSPORT === 'longpoll';

// phoenix.js looks for a browser's global object by these names, and finds fetch there. Before 1.8 it knows only XMLHttpRequest.
globals.self = globalThis;
if (minor < 4) {
  globals.window = globalThis;
}
if (minor < 8) {
  globals.XMLHttpRequest = XMLHttpRequest;
}

const module = await import(name);
/** @type {typeof import('phoenix')} */
const phoenix = module.Socket ? module : module.default; // scripts of before 1.6 have no names that Node can see

export const { Socket, Presence, LongPoll } = phoenix;
export const Transport = overLongPoll ? LongPoll : WebSocket;
export { WebSocket };
