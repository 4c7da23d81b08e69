/** @import { PhoenixPeer } from './phoenix-peer.js' */
import { InboxHost } from './inbox-host.js';

/** A token as the demo's pages read it; no signature is checked here. @param {object} claims */
export function token(claims) {
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}.x`;
}

/** The servers of the demo's pages: inboxes, the lobby, and the mention service's answers. */
export class DemoHost {
  /** @type {{body: any, headers: import('node:http').IncomingHttpHeaders}[]} */
  posted = [];
  /** @type {{status?: number, type?: string, body: string}} */
  answer = { status: 202, type: 'application/json', body: '{"ids":["1"]}' };
  mayAnnounce = true;
  /** @type {PhoenixPeer} */
  #peer;

  /** @param {PhoenixPeer} peer */
  constructor(peer) {
    this.#peer = peer;
    this.bob = new InboxHost(peer, 'bob');
    peer.onJoin = (join) => (join.topic === 'room:lobby' ? { status: 'ok', response: {} } : this.bob.join(join));
    peer.onPush = (push) => (push.topic === 'room:lobby' ? this.#announce(peer, push.payload) : this.bob.push(push));
    peer.answers.set('GET /demo/config.json', () => ({ type: 'application/json', body: JSON.stringify({ mentionsUrl: `${peer.url}/api` }) }));
    peer.answers.set('POST /api/mentions', (request, body) => {
      this.posted.push({ body: JSON.parse(body), headers: request.headers });
      return this.answer;
    });
  }

  /** As the lobby tells who is there. @param {Record<string, string[]>} devices by user id, the name that each device has */
  present(devices) {
    const state = Object.entries(devices).map(([id, names]) =>
      [id, { metas: names.map((name, n) => ({ name, online_at: '2026-11-21T10:00:00Z', phx_ref: `${id}-${n}` })) }]);
    this.#peer.broadcast('room:lobby', 'presence_state', Object.fromEntries(state));
  }

  /** @param {PhoenixPeer} peer @param {any} payload @returns {import('./phoenix-peer.js').Reply} */
  #announce(peer, payload) {
    if (!this.mayAnnounce) {
      return { status: 'error', response: { reason: 'forbidden' } };
    }
    peer.broadcast('room:lobby', 'new_msg', payload);
    return { status: 'ok', response: {} };
  }
}
