/** @import { Browser } from 'playwright-core' */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { launch } from '../support/browser.js';
import { someone, stack, token } from '../support/stack.js';
import { until } from '../../../test-clients/js/until.js';

const [gateway] = stack.gateways;
const ELSEWHERE = 'https://elsewhere.example';

describe('pages on the machine of a local stack', () => {
  /** @type {Browser} */
  let browser;

  before(async () => (browser = await launch()));
  after(() => browser?.close());

  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    test(`a development server at http://${host} may use all services`, async (t) => {
      const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>an app')).listen(0, host.replace(/[[\]]/g, ''));
      t.after(() => {
        server.close();
        server.closeAllConnections();
      });
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      const page = await browser.newPage();
      await page.goto(`http://${host}:${port}/`);
      const [user, key] = [someone('vite'), randomUUID()];

      const seen = await page.evaluate(async ({ gateway, mentions, notifications, user, key, given }) => {
        const authorization = `Bearer ${given}`;
        const development = await fetch(`${gateway}/demo/token?as=alice`);
        const mention = { actor: { id: user, name: user }, recipients: [`not-${user}`], excerpt: 'x', occurredAt: new Date().toISOString(),
          source: { type: 'comment', id: '1', url: 'https://example.org/', title: 'x' } };
        const posted = await fetch(`${mentions}/mentions`, { method: 'POST', body: JSON.stringify(mention),
          headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key } });
        const inbox = await fetch(`${notifications}/inbox/${user}`, { headers: { authorization } });
        const online = await fetch(`${gateway}/presence/users?ids=${user}`, { headers: { authorization } });
        const poll = await fetch(`${gateway}/socket/longpoll?vsn=2.0.0&token=${given}`);
        const socket = new WebSocket(`${gateway.replace('http', 'ws')}/socket/websocket?vsn=2.0.0&token=${given}`);
        const opened = await new Promise((resolve) => {
          socket.onopen = () => resolve('open');
          socket.onerror = () => resolve('refused');
        });
        socket.close();
        return { development: development.status, posted: posted.status, key: posted.headers.get('idempotency-key'), inbox: inbox.status,
          online: online.status, poll: (await poll.json()).status, opened };
      }, { gateway, mentions: stack.mentions[0], notifications: stack.notifications[0], user, key,
        given: token(user, { roles: ['mentions:write', 'presence:read'] }) });

      assert.deepEqual(seen, { development: 200, posted: 202, key, inbox: 200, online: 200, poll: 410, opened: 'open' });
      await page.close();
    });
  }

  test('a page from elsewhere may read nothing and open no socket', async () => {
    for (const address of [`${gateway}/demo/token?as=alice`, `${gateway}/demo/services.json`, `${gateway}/presence/users?ids=a`,
      `${stack.mentions[0]}/mentions/x`, `${stack.notifications[0]}/inbox/alice`]) {
      const { headers } = await get(address);
      assert.equal(headers['access-control-allow-origin'], undefined, address);
    }
    const { status } = await get(`${gateway}/socket/websocket?vsn=2.0.0&token=${token(someone('eve'))}`, { connection: 'Upgrade', upgrade: 'websocket',
      'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' });
    assert.equal(status, 403);
  });

  test('the line on the first page mentions Bob, and the link beside it is his page', async () => {
    const page = await browser.newPage();
    await page.goto(`${gateway}/`);
    const line = (await page.locator('#mention code').textContent()) ?? '';
    const bobs = await browser.newPage();
    await bobs.goto(new URL((await page.getByRole('link', { name: 'Bob' }).getAttribute('href')) ?? '', gateway).href);
    await until('his page is connected', async () => (await bobs.locator('#connection').textContent()) === 'Live');
    const badge = async () => Number((await bobs.locator('beckon-bell .badge').textContent()) || 0);
    const before = await badge();

    const { stdout } = await promisify(execFile)('bash', ['-c', line]);

    assert.match(stdout, /^HTTP\/1.1 202/);
    await until('his badge rises', async () => (await badge()) === before + 1);
    await Promise.all([page.close(), bobs.close()]);
  });
});

/** @param {string} address @param {Record<string, string>} [headers] @returns {Promise<{status?: number, headers: import('node:http').IncomingHttpHeaders}>} */
function get(address, headers = {}) {
  return new Promise((resolve, reject) => {
    const call = request(address, { headers: { origin: ELSEWHERE, ...headers } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    });
    call.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, headers: response.headers });
    });
    call.on('error', reject).end();
  });
}
