import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Bell, bellPage } from './bell-page.js';
import { launch } from './browser.js';
import { InboxHost } from './inbox-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';
import { UpgradeProxy } from './upgrade-proxy.js';

describe('the way to the server', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {PhoenixPeer} */
  let peer;
  /** @type {InboxHost} */
  let host;
  /** @type {import('playwright-core').Page} */
  let page;
  /** @type {Bell} */
  let bell;
  /** @type {string[]} */
  let said;
  /** @type {UpgradeProxy | null} */
  let proxy = null;

  before(async () => ([browser, peer] = await Promise.all([launch(), PhoenixPeer.start()])));
  after(() => Promise.all([browser?.close(), peer?.close()]));
  beforeEach(async () => {
    peer.joins = [];
    peer.pushes = [];
    peer.refusing = false;
    peer.away = false;
    host = new InboxHost(peer, 'bob');
    host.server.mention();
    page = await browser.newPage();
    said = [];
    page.on('console', (message) => message.text().startsWith('beckon') && said.push(message.text()));
    bell = new Bell(page);
  });
  afterEach(async () => {
    await page.close();
    await proxy?.close();
    proxy = null;
    peer.cut();
  });

  /** @param {string} provider JavaScript of a function that gives a token @param {string} [socketUrl] @param {string} [pageUrl] */
  async function visit(provider, socketUrl = peer.socketUrl, pageUrl = socketUrl.replace('ws', 'http').replace('/socket', '')) {
    const html = bellPage(socketUrl).replace(/tokenProvider = .*;/, `tokenProvider = ${provider};`);
    assert.ok(html.includes(provider));
    peer.answers.set('GET /page', () => ({ body: html }));
    await page.goto(`${pageUrl}/page`);
  }

  const badge = (/** @type {string} */ text) => until(`the badge says ${text}`, async () => (await bell.badge.textContent()) === text);
  const consoleSays = (/** @type {RegExp} */ what) => until(`the console says ${what}`, () => said.find((line) => what.test(line)));

  test('a_token_provider_that_throws_once_is_asked_again', async () => {
    await visit(`() => { if (!window.asked) { window.asked = 1; throw new Error('not signed in yet'); } return 'late'; }`);
    await badge('1');

    assert.equal(peer.joins[0].token, 'late');
    assert.match(await consoleSays(/tokenProvider/), /tokenProvider failed.*not signed in yet/);
  });

  test('a_token_provider_that_rejects_or_gives_nothing_a_few_times_is_asked_again', async () => {
    await visit(`async () => [() => Promise.reject(new Error('503')), () => undefined, () => ''][(window.asked = (window.asked ?? -1) + 1)]?.() ?? 'fourth'`);
    await badge('1');

    assert.equal(peer.joins[0].token, 'fourth');
    assert.equal(said.length, 1, 'and the console is not flooded');
  });

  test('a_promise_of_a_token_is_awaited_at_every_connect', async () => {
    await visit(`() => new Promise((resolve) => setTimeout(() => resolve('t' + (window.asked = (window.asked ?? 0) + 1)), 20))`);
    await badge('1');
    assert.equal(peer.joins[0].token, 't1');
    peer.cut();
    await until('it has joined again', () => peer.joins.length === 2);

    assert.equal(peer.joins[1].token, 't2');
    assert.deepEqual(said, []);
  });

  test('a_token_provider_that_hangs_is_given_up_and_asked_again', async () => {
    await visit(`() => window.asked ? 'second' : new Promise(() => { window.asked = 1; })`);
    await bell.open();
    await bell.dialog.getByText('Connecting…').waitFor();
    await consoleSays(/tokenProvider failed.*within 10 s/);
    await until('it has joined', () => peer.joins.length === 1);

    assert.equal(peer.joins[0].token, 'second');
  });

  test('without_a_token_the_bell_does_not_say_offline', async () => {
    await visit(`() => { throw new Error('signed out'); }`);
    await bell.open();

    await bell.dialog.getByText('This page could not sign you in to notifications.').waitFor();
    assert.equal(await page.evaluate(() => /** @type {any} */ (document.querySelector('beckon-bell')).store.state.reason), 'no_token');
    assert.equal(await bell.dialog.getByText('You’re offline').count(), 0);
  });

  test('a_bell_taken_out_while_it_waits_for_a_token_never_connects', async () => {
    await visit(`() => new Promise((resolve) => { window.give = resolve; })`);
    await page.waitForFunction(() => 'give' in window);
    await page.evaluate(() => document.querySelector('beckon-bell')?.remove());
    await page.evaluate(() => /** @type {any} */ (window).give('late'));
    await page.evaluate(() => fetch('/dist/index.js').then((answer) => answer.text())); // a connection would be there first

    assert.equal(peer.connections, 0);
  });

  for (const upgrades of /** @type {const} */ ([403, 426, 200, 'hang'])) {
    test(`a_proxy_that_answers_upgrades_with_${upgrades}_is_passed_by_polling`, async () => {
      proxy = await UpgradeProxy.start(peer.url, upgrades);
      await visit(`() => 'token'`, `${proxy.url.replace('http', 'ws')}/socket`);
      await badge('1');
      host.mention();
      await badge('2');
      await bell.open();
      await until('it is seen, by a posted command', () => host.server.counts().unseen === 0);

      assert.equal(peer.polled, 1);
      assert.match(await consoleSays(/Polling/), /no WebSocket gets through/);
    });
  }

  test('a_proxy_that_opens_websockets_and_passes_nothing_is_passed_by_polling', async () => {
    proxy = await UpgradeProxy.start(peer.url, 'mute');
    await visit(`() => 'token'`, `${proxy.url.replace('http', 'ws')}/socket`);
    await badge('1');

    assert.equal(peer.polled, 1);
    assert.match(await consoleSays(/Polling/), /stayed silent/);
  });

  test('a_polled_session_that_ends_is_followed_by_another_that_misses_nothing', async () => {
    proxy = await UpgradeProxy.start(peer.url, 403);
    await visit(`() => 'token'`, `${proxy.url.replace('http', 'ws')}/socket`);
    await badge('1');
    peer.cut();
    host.server.mention();
    await badge('2');

    assert.deepEqual(peer.joins.at(-1)?.payload, { rev: 1, epoch: 'epoch-1' });
  });

  test('where_websockets_worked_a_restart_of_the_server_does_not_lead_to_polling', async () => {
    await visit(`() => 'token'`);
    await badge('1');
    peer.away = true;
    peer.cut();
    await consoleSays(/cannot be reached/);
    peer.away = false;
    await until('it is back', () => peer.connections === 1);

    assert.equal(peer.polled, 0);
  });

  test('a_refused_token_or_origin_is_not_called_offline', async () => {
    peer.refusing = true;
    await visit(`() => 'token'`);
    await bell.open();
    await bell.dialog.getByText('The connection was refused: your sign-in or this site is not accepted. Signing in again may help.').waitFor();

    assert.equal(await bell.dialog.getByText('You’re offline').count(), 0);
    const { origin } = new URL(page.url());
    assert.ok((await consoleSays(/403/)).includes(origin));
    peer.refusing = false;
    await badge('1');
  });

  test('a_page_of_another_origin_shows_that_it_is_refused', async () => {
    peer.refusing = true;
    await visit(`() => 'token'`, peer.socketUrl, peer.url.replace('127.0.0.1', 'localhost'));
    await bell.open();

    await bell.dialog.getByText('The connection was refused: your sign-in or this site is not accepted. Signing in again may help.').waitFor();
    assert.ok((await consoleSays(/403/)).includes('(http://localhost:'));
  });

  test('a_page_of_another_origin_polls_through_a_proxy', async () => {
    proxy = await UpgradeProxy.start(peer.url, 403);
    await visit(`() => 'token'`, `${proxy.url.replace('http', 'ws')}/socket`, peer.url);
    await badge('1');
    await bell.open();

    await until('it is seen, by a posted command', () => host.server.counts().unseen === 0);
  });

  test('a_token_refused_when_the_connection_was_lost_is_not_called_offline', async () => {
    await visit(`() => 'token'`);
    await badge('1');
    await bell.open();
    peer.refusing = true;
    peer.cut();

    await bell.dialog.getByText('The connection was refused: your sign-in or this site is not accepted. Signing in again may help.').waitFor();
    peer.refusing = false;
    await until('it is back', () => peer.joins.length === 2);
    await until('and says nothing any more', async () => (await bell.dialog.getByText('The connection was refused').count()) === 0);
  });

  test('a_server_out_of_reach_is_called_offline_with_the_reason_on_the_console', async () => {
    peer.away = true;
    await visit(`() => 'token'`);
    await bell.open();

    await bell.dialog.getByText('The notification server cannot be reached.').waitFor();
    assert.match(await consoleSays(/reached/), /\/socket cannot be reached/);
  });
});
