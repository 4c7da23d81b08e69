import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Bell, bellPage } from './bell-page.js';
import { launch } from './browser.js';
import { InboxHost } from './inbox-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';

describe('<beckon-bell> in Chromium', () => {
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
  let complaints;

  before(async () => ([browser, peer] = await Promise.all([launch(), PhoenixPeer.start()])));
  after(() => Promise.all([browser?.close(), peer?.close()]));
  beforeEach(async () => {
    peer.joins = [];
    peer.pushes = [];
    peer.refusing = false;
    peer.away = false;
    peer.answers.set('GET /page', () => ({ body: bellPage(peer.socketUrl) }));
    host = new InboxHost(peer, 'bob');
    page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    bell = new Bell(page);
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(complaints, []);
  });

  async function visit(mentions = 0) {
    for (let count = 0; count < mentions; count++) host.server.mention();
    await page.goto(`${peer.url}/page`);
    await until('the page has joined', () => peer.joins.length > 0);
  }

  const badge = (/** @type {string} */ text) => until(`the badge says ${text}`, async () => (await bell.badge.textContent()) === text);
  const pushed = (/** @type {string} */ event) => until(`${event} was pushed`, () => peer.pushes.find((push) => push.event === event));
  const focusOn = (/** @type {string} */ what) => until(`the focus is on ${what}`, async () => (await bell.focused()) === what);

  test('a row has the picture of its actor, or initials where none loads, and the sentence of its kind', async () => {
    peer.answers.set('GET /ada.svg', () => ({ type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' }));
    for (const [kind, avatar_url] of [['mention', `${peer.url}/ada.svg`], ['reply', `${peer.url}/gone.svg`], ['assignment', 'javascript:1'], ['deploy', undefined]]) {
      host.server.mention({ kind, actor: { id: 'ada', name: 'Ada Lovelace', avatar_url } });
    }
    await visit();
    await bell.open();

    const rows = bell.items;
    await until('the picture that is gone is taken out', async () => (await rows.locator('img').count()) === 1);
    assert.equal(await rows.nth(3).locator('img').getAttribute('src'), `${peer.url}/ada.svg`);
    assert.deepEqual(await rows.locator('.avatar').allTextContents(), ['AL', 'AL', 'AL', 'AL']);
    assert.deepEqual(await rows.locator('.line').allTextContents(), ['Ada Lovelace in Note 4', 'Ada Lovelace assigned Note 3 to you',
      'Ada Lovelace replied to you in Note 2', 'Ada Lovelace mentioned you in Note 1']);
    assert.equal(new Set(await rows.locator('.kind path:first-child').evaluateAll((paths) => paths.map((path) => path.getAttribute('d')))).size, 4);
  });

  test('the badge counts what is unseen, 99+ above, and the name says it in words', async () => {
    await visit(2);
    await badge('2');
    assert.equal(await bell.button.getAttribute('aria-label'), 'Notifications, 2 new, 2 unread');
    for (let count = 0; count < 97; count++) host.mention();
    await badge('99');
    host.mention();
    await badge('99+');
    assert.equal(await bell.button.getAttribute('aria-label'), 'Notifications, 100 new, 100 unread');
  });

  test('opening marks seen and focuses the newest; Escape closes and gives the focus back', async () => {
    await visit(2);
    await badge('2');
    await bell.button.focus();
    await page.keyboard.press('Enter');
    await bell.dialog.waitFor();
    await pushed('mark_seen');

    await until('the badge is gone', () => bell.badge.isHidden());
    assert.equal(await bell.button.getAttribute('aria-expanded'), 'true');
    await focusOn('Note 2');
    await page.keyboard.press('Escape');
    await until('it is closed', () => bell.dialog.isHidden());
    await focusOn('Notifications, none new, 2 unread');
  });

  test('arrow keys, Home and End move between notifications, Tab goes by the archive button out of the panel', async () => {
    await visit(4);
    await badge('4');
    await bell.open();
    await focusOn('Note 4');
    for (const [key, place] of [['ArrowDown', 3], ['End', 1], ['ArrowDown', 1], ['ArrowUp', 2], ['Home', 4]]) {
      await page.keyboard.press(String(key));
      await focusOn(`Note ${place}`);
    }
    await page.keyboard.press('Tab');
    await focusOn('Archive: Ada Lovelace, Note 4');
    await page.keyboard.press('Tab');
    await until('the focus has left', async () => (await page.evaluate(() => document.activeElement?.tagName)) === 'A');
    await until('and closed it', () => bell.dialog.isHidden());
  });

  test('Enter opens the source in a new tab without an opener, and marks it read', async () => {
    host.server.mention({ source: { type: 'c', id: '1', url: `${peer.url}/page?there`, title: 'Note 1' } });
    await visit();
    await badge('1');
    await bell.open();
    await focusOn('Note 1');
    const [opened] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);

    assert.match(opened.url(), /\?there$/);
    assert.equal(await opened.evaluate(() => window.opener), null);
    assert.deepEqual((await pushed('mark_read')).payload, { ids: ['n1-epoch-1'] });
    await until('it is read', async () => (await bell.button.getAttribute('aria-label')) === 'Notifications, none new, all read');
    await opened.close();
  });

  test('a source that is no web address is not a link, its text is never markup', async () => {
    const title = '<img src=x onerror="window.pwned=1">';
    host.server.mention({ source: { type: 'c', id: '1', url: 'javascript:window.pwned=1', title },
      actor: { id: 'eve', name: '<b>Eve</b>' }, excerpt: '<script>window.pwned=1</script>' });
    await visit();
    await badge('1');
    await bell.open();

    assert.equal(await bell.links.count(), 0);
    await bell.items.getByRole('button').first().click();
    await pushed('mark_read');
    assert.ok((await bell.items.textContent())?.includes(title));
    assert.equal(await page.evaluate(() => 'pwned' in window), false);
    assert.equal(await bell.items.locator('img, script').count(), 0);
  });

  test('each item is named with who, where, what and when', async () => {
    host.server.mention({ occurred_at: new Date(Date.now() - 5 * 60_000 - 500).toISOString() });
    await visit();
    await badge('1');
    await bell.open();

    const name = /Ada Lovelace mentioned you in Note 1 @bob number 1 5 minutes ago Unread/;
    await bell.dialog.getByRole('link', { name }).waitFor();
  });

  test('archive takes one away and the focus goes to its neighbour', async () => {
    await visit(3);
    await badge('3');
    await bell.open();
    await focusOn('Note 3');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');
    await until('one is gone', async () => (await bell.items.count()) === 2);

    await focusOn('Note 1');
    assert.deepEqual((await pushed('archive')).payload, { ids: ['n2-epoch-1'] });
    await bell.dialog.getByRole('button', { name: 'Archive: Ada Lovelace, Note 1' }).click();
    await focusOn('Note 3');
  });

  test('mark all as read sends what the user can see as the limit', async () => {
    await visit(3);
    await badge('3');
    await bell.open();
    await bell.markAll.click();

    assert.deepEqual((await pushed('mark_all_read')).payload, { up_to: 3 });
    await until('nothing is left to mark', () => bell.markAll.isDisabled());
    await focusOn('Note 3');
  });

  test('the end of the list loads older ones', async () => {
    await visit(25);
    await badge('25');
    await bell.open();
    await bell.more.click();

    await until('all are there', async () => (await bell.items.count()) === 25);
    assert.equal(await bell.more.count(), 0);
  });

  test('all_of_1000_unread_can_be_reached_and_closing_lets_go_of_them', async () => {
    await visit(1000);
    await badge('99+');
    await bell.open();
    while (await bell.more.isVisible()) {
      const before = await bell.items.count();
      await bell.more.click();
      await until('older ones are there', async () => (await bell.items.count()) > before);
    }

    assert.equal(await bell.items.count(), 1000);
    assert.match(String(await bell.items.last().textContent()), /Note 1@bob/);
    await page.keyboard.press('Escape');
    await bell.open();
    await until('the list is short again', async () => (await bell.items.count()) === 500);
  });

  test('an arrival is announced politely, a burst in one sentence', async () => {
    await visit();
    await bell.button.and(page.getByRole('button', { name: 'Notifications, none new, all read' })).waitFor();
    host.mention();
    await until('it is said', async () => (await bell.live.textContent()) === 'Ada Lovelace mentioned you in Note 1');
    for (let count = 0; count < 5; count++) host.mention();
    await until('they are said', async () => (await bell.live.textContent()) === '5 new notifications');
  });

  test('offline it says so; back again it sends what it has, takes a fresh token and shows what it missed', async () => {
    await visit(1);
    await badge('1');
    await bell.open();
    await until('it is seen', () => bell.badge.isHidden());
    peer.away = true;
    peer.cut();
    await bell.dialog.getByText('The notification server cannot be reached.').waitFor();
    host.server.mention();
    peer.away = false;
    await until('the missed one is there', async () => (await bell.items.count()) === 2);

    const rejoin = peer.joins.at(-1);
    assert.deepEqual(rejoin?.payload, { rev: 2, epoch: 'epoch-1' });
    assert.notEqual(rejoin?.token, 'first');
    assert.equal(await bell.dialog.getByText('You’re offline').count(), 0);
    await until('the missed one is seen, as the panel is open', () => host.server.counts().unseen === 0);
  });

  test('a refused join is shown to the user', async () => {
    peer.onJoin = () => ({ status: 'error', response: { reason: 'unauthorized' } });
    await visit();
    await bell.open();

    await bell.dialog.getByText('You are not signed in to this inbox.').waitFor();
  });

  test('a command that fails is shown to the user', async () => {
    await visit(1);
    await badge('1');
    await bell.open();
    peer.onPush = () => ({ status: 'error', response: { reason: 'unavailable' } });
    await bell.markAll.click();

    await bell.dialog.getByText('That didn’t work. Please try again.').waitFor();
  });

  test('a second tab follows when the first reads', async () => {
    await visit(2);
    await badge('2');
    const other = await browser.newPage();
    await other.goto(`${peer.url}/page`);
    const otherBell = new Bell(other);
    await until('the other shows 2', async () => (await otherBell.badge.textContent()) === '2');
    await otherBell.open();
    await otherBell.markAll.click();

    await page.getByRole('button', { name: 'Notifications, none new, all read' }).waitFor();
    await other.close();
  });

  test('taken out of the page it leaves the socket, put back it connects again', async () => {
    await visit(1);
    await badge('1');
    await page.evaluate(() => {
      const element = /** @type {any} */ (document.querySelector('beckon-bell'));
      /** @type {any} */ (window).taken = element;
      element.remove();
    });
    await until('it has left', () => peer.connections === 0);
    await page.evaluate(() => document.querySelector('header')?.append(/** @type {any} */ (window).taken));
    await badge('1');
  });

  test('its words can be replaced, in any order', async () => {
    await visit(1);
    await badge('1');
    await page.evaluate(() => {
      const element = /** @type {any} */ (document.querySelector('beckon-bell'));
      element.strings = { title: 'Mitteilungen', mentioned: 'In {title}: {actor}', bell: () => 'Glocke', locale: 'de' };
    });
    await page.getByRole('button', { name: 'Glocke' }).click();

    await page.getByRole('dialog', { name: 'Mitteilungen' }).getByText('In Note 1: Ada Lovelace').waitFor();
  });
});
