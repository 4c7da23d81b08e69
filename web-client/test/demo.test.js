import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Bell } from './bell-page.js';
import { launch } from './browser.js';
import { DemoHost, token } from './demo-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';

describe('the demo pages', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {PhoenixPeer} */
  let peer;
  /** @type {DemoHost} */
  let host;
  /** @type {import('playwright-core').Page} */
  let page;
  /** @type {string[]} */
  let complaints;

  before(async () => ([browser, peer] = await Promise.all([launch(), PhoenixPeer.start()])));
  after(() => Promise.all([browser?.close(), peer?.close()]));
  beforeEach(async () => {
    host = new DemoHost(peer);
    page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(complaints, []);
  });

  const visit = (path = '', claims = { sub: 'bob', name: 'Bob Moss' }) =>
    page.goto(`${peer.url}/demo/${path}#user=bob&token=${token(claims)}`);
  const alert = () => page.getByRole('alert').filter({ visible: true });

  /** @param {string} text */
  async function comment(text) {
    await page.getByLabel('Your comment').fill(text);
    await page.getByRole('button', { name: 'Post comment' }).click();
  }

  test('shows who it is, that it is live, and the bell', async () => {
    host.bob.server.mention();
    await visit();

    await page.getByText('Bob Moss').waitFor();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    const bell = new Bell(page);
    await until('the badge says 1', async () => (await bell.badge.textContent()) === '1');
  });

  test('a comment that names people is posted as their mention', async () => {
    await visit();
    await comment('Hello @alice, @carol. and @alice again: mail@example.com');
    await page.getByText(/accepted in \d+ ms/).waitFor();

    const [{ body, headers }] = host.posted;
    assert.deepEqual(body.recipients, ['alice', 'carol']);
    assert.deepEqual(body.actor, { id: 'bob', name: 'Bob Moss' });
    assert.match(headers.authorization ?? '', /^Bearer /);
    assert.equal(headers['idempotency-key'], body.source.id);
    assert.equal(await page.getByLabel('Your comment').inputValue(), '');

    await page.goto(body.source.url);
    await page.getByText('Hello @alice, @carol. and').waitFor();
  });

  test('a comment of the greatest length has a link that fits', async () => {
    await visit();
    await comment(`@alice ${'ö<&"'.repeat(248)}`);
    await page.getByText(/accepted in/).waitFor();

    assert.ok(host.posted[0].body.source.url.length <= 2000);
    assert.equal(host.posted[0].body.excerpt.length, 999);
  });

  test('a comment without a mention is not posted', async () => {
    await visit();
    await comment('hello everybody');

    await alert().getByText('Nobody is named yet').waitFor();
    assert.equal(host.posted.length, 0);
  });

  test('a problem is shown with its fields, and the comment stays to be corrected', async () => {
    host.answer = { status: 400, type: 'application/problem+json', body: JSON.stringify({ type: '/problems/invalid-request',
      title: 'The request is not valid', status: 400, detail: 'Correct the fields listed.', errors: [{ pointer: '/excerpt', detail: 'is too long' }] }) };
    await visit();
    await comment('@alice look');

    await alert().getByText('The request is not valid').waitFor();
    await alert().getByText('/excerpt').waitFor();
    assert.equal(await page.getByLabel('Your comment').inputValue(), '@alice look');
  });

  test('a chip writes the name into the comment', async () => {
    await visit();
    await page.getByLabel('Your comment').fill('Look,');
    await page.getByRole('button', { name: '@alice' }).click();

    assert.equal(await page.getByLabel('Your comment').inputValue(), 'Look, @alice ');
  });

  test('shows who is here, and a dot beside those who can be mentioned', async () => {
    await visit();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    host.present({ bob: ['Bob Moss'], alice: ['Alice Winter', 'Alice Winter'] });

    await page.getByText('2 online').waitFor();
    assert.deepEqual(await page.locator('#here li span:last-child').allTextContents(), ['Alice Winter', 'Bob Moss']);
    await page.getByRole('button', { name: '@alice, online' }).waitFor();
    await page.getByRole('button', { name: '@carol', exact: true }).waitFor();

    peer.broadcast('room:lobby', 'presence_diff', { joins: { carol: { metas: [{ name: 'Carol', phx_ref: 'c' }] } },
      leaves: { alice: { metas: [{ phx_ref: 'alice-0' }] } } });
    await page.getByRole('button', { name: '@carol, online' }).waitFor();
    await page.getByRole('button', { name: '@alice, online' }).waitFor();
    peer.broadcast('room:lobby', 'presence_diff', { joins: {}, leaves: { alice: { metas: [{ phx_ref: 'alice-1' }] } } });
    await page.getByRole('button', { name: '@alice', exact: true }).waitFor();
  });

  test('of a crowd some are named, and how many more there are', async () => {
    await visit();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    host.present(Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`u${n}`, [`User ${n}`]])));

    await page.getByText('9 online').waitFor();
    await page.getByText('and 1 more').waitFor();
    assert.equal(await page.locator('#here li').count(), 8);
  });

  test('no token, or one that has expired, gets a clear sentence', async () => {
    await page.goto(`${peer.url}/demo/`);
    await alert().getByText('This page needs a token').waitFor();
    await visit('?expired', /** @type {any} */ ({ sub: 'bob', exp: 1000 }));
    await alert().getByText('The token of this page has expired').waitFor();
    await alert().getByText('./beckon token bob --role mentions:write').waitFor();
  });

  test('the token of another user is refused in words', async () => {
    await page.goto(`${peer.url}/demo/#user=eve&token=${token({ sub: 'bob' })}`);

    await page.getByRole('status').filter({ hasText: 'Not your inbox' }).waitFor();
  });

  test('what the back office announces appears on every page', async () => {
    await visit();
    const office = await browser.newPage();
    await office.goto(`${peer.url}/demo/backoffice.html#user=olga&token=${token({ sub: 'olga' })}`);
    await office.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await office.getByLabel('Title').fill('Maintenance');
    await office.getByLabel('Text').fill('At <b>ten</b>.');
    await office.getByRole('button', { name: 'Announce' }).click();
    await office.getByText('Announced.').waitFor();

    await page.getByRole('heading', { name: 'Maintenance' }).waitFor();
    await page.getByText('At <b>ten</b>.').waitFor();
    await office.close();
  });

  test('without the role the back office shows which one it needs', async () => {
    host.mayAnnounce = false;
    await visit('backoffice.html');
    await page.getByLabel('Title').fill('Maintenance');
    await page.getByLabel('Text').fill('At ten.');
    await page.getByRole('button', { name: 'Announce' }).click();

    await alert().getByText('This token may not announce').waitFor();
    await alert().getByText('--role broadcast').waitFor();
  });
});
