import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launch } from './browser.js';
import { DemoHost, LOCAL } from './demo-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';

describe('the first page of a local gateway', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {PhoenixPeer} */
  let peer;
  /** @type {DemoHost} */
  let host;
  /** @type {import('playwright-core').Page} */
  let page;

  before(async () => ([browser, peer] = await Promise.all([launch(), PhoenixPeer.start()])));
  after(() => Promise.all([browser?.close(), peer?.close()]));
  beforeEach(async () => {
    host = new DemoHost(peer);
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
  });
  afterEach(() => page.context().close());

  test('links to each person, service and metric', async () => {
    await page.goto(`${peer.url}/demo/start.html`);
    await page.getByText('notification-1').waitFor();

    const links = await page.locator('main a').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    for (const expected of ['/demo?as=alice', '/demo?as=bob', '/demo?as=carol', '/demo?as=office', 'http://127.0.0.1:8081/q/openapi',
      'http://127.0.0.1:9090/q/health', 'http://127.0.0.1:9082/q/metrics']) {
      assert.ok(links.includes(expected), `${expected} in ${links}`);
    }
    await page.getByText('postgresql://beckon:beckon@127.0.0.1:27219/beckon').waitFor();
  });

  test('copies a line for a terminal that fetches its token', async () => {
    await page.goto(`${peer.url}/demo/start.html`);
    await page.getByRole('button', { name: 'Copy the line that mentions Bob' }).click();
    await page.getByText('Copied').waitFor();

    const line = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(line.startsWith('curl -i http://127.0.0.1:8081/mentions '), line);
    assert.ok(line.includes(`$(curl -s '${peer.url}/demo/token?as=alice')`), line);
  });

  test('says what to do where the gateway gives no addresses', async () => {
    peer.answers.set('GET /demo/services.json', () => ({ status: 404, body: '{}' }));
    await page.goto(`${peer.url}/demo/start.html`);

    await page.getByRole('alert').getByText('This gateway does not know its stack').waitFor();
  });

  test('interfaces are called as the chosen user', async () => {
    const openapi = { openapi: '3.1.0', info: { title: 'Mentions', version: '1' }, paths: { '/api/mentions': { post: {
      summary: 'Post a mention', requestBody: { content: { 'application/json': { schema: { type: 'object' } } } }, responses: { 202: { description: 'ok' } } } } } };
    peer.answers.set('GET /q/openapi', () => ({ type: 'application/json', body: JSON.stringify(openapi) }));
    peer.answers.set('GET /demo/services.json', () => ({ type: 'application/json', body: JSON.stringify({
      users: LOCAL.users, services: [{ name: 'mention-1', url: peer.url, management: peer.url }], servers: [] }) }));
    await page.goto(`${peer.url}/demo/api.html?service=mention-1`);
    await page.getByLabel('Calls as').selectOption('Carol');
    await page.getByText('Post a mention').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await until('the call was made', async () => host.posted.length === 1);

    const [, claims] = (host.posted[0].headers.authorization ?? '').split('.');
    assert.equal(JSON.parse(Buffer.from(claims, 'base64url').toString()).sub, 'carol');
  });

  test('a page for a user fetches its token, and a new one when it connects again', async () => {
    await page.goto(`${peer.url}/demo/?as=bob`);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    assert.equal(await page.locator('#me').textContent(), 'BBob');
    const before = host.tokens;

    peer.cut();

    await until('it asked for another token', async () => host.tokens > before);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  });

  test('a page for a user without a token says which there are', async () => {
    await page.goto(`${peer.url}/demo/?as=eve`);

    await page.getByRole('alert').getByText('There is no token for eve').waitFor();
  });
});
