/** @import { PhoenixPeer } from './phoenix-peer.js' */
import { InboxHost } from './inbox-host.js';

/** A token as the demo's pages read it; no signature is checked here. @param {object} claims */
export function token(claims) {
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}.x`;
}

/** A stack as a local gateway describes it. */
export const LOCAL = {
  users: [['alice', 'Alice'], ['bob', 'Bob'], ['carol', 'Carol'], ['office', 'Back office']].map(([id, name]) => ({ id, name })),
  services: [['gateway-1', 8080], ['gateway-2', 8090], ['mention-1', 8081], ['notification-1', 8082]].map(([name, port]) =>
    ({ name: String(name), url: `http://127.0.0.1:${port}`, management: `http://127.0.0.1:${Number(port) + 1000}` })),
  servers: [{ name: 'postgres', address: 'postgresql://beckon:beckon@127.0.0.1:27219/beckon' },
    { name: 'redis', address: 'redis://127.0.0.1:28584' }, { name: 'kafka', address: '127.0.0.1:20070' }],
};

/** The servers of the demo's pages: inboxes, the lobby, and the mention service's answers. */
export class DemoHost {
  /** @type {{body: any, headers: import('node:http').IncomingHttpHeaders}[]} */
  posted = [];
  /** @type {{status?: number, type?: string, body: string}} */
  answer = { status: 202, type: 'application/json', body: '{"ids":["1"]}' };
  mayAnnounce = true;
  /** How many development tokens it has given. */
  tokens = 0;
  /** @type {PhoenixPeer} */
  #peer;

  /** @param {PhoenixPeer} peer */
  constructor(peer) {
    this.#peer = peer;
    this.bob = new InboxHost(peer, 'bob');
    peer.onJoin = (join) => (join.topic === 'room:lobby' ? { status: 'ok', response: {} } : this.bob.join(join));
    peer.onPush = (push) => (push.topic === 'room:lobby' ? this.#announce(peer, push.payload) : this.bob.push(push));
    peer.answers.set('GET /demo/config.json', () => ({ type: 'application/json', body: JSON.stringify({ mentionsUrl: `${peer.url}/api` }) }));
    peer.answers.set('GET /demo/services.json', () => ({ type: 'application/json', body: JSON.stringify(LOCAL) }));
    peer.answers.set('GET /demo/token', ({ url }) => {
      const user = new URL(url ?? '', peer.url).searchParams.get('as');
      const found = LOCAL.users.find(({ id }) => id === user);
      return found ? { type: 'text/plain', body: token({ sub: found.id, name: found.name, n: this.tokens++ }) } : { status: 404, body: '{}' };
    });
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
