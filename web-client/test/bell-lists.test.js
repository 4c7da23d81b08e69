import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Bell, bellPage } from './bell-page.js';
import { launch } from './browser.js';
import { InboxHost } from './inbox-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';

describe('what <beckon-bell> lists and takes back', () => {
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

  before(async () => {
    [browser, peer] = await Promise.all([launch(), PhoenixPeer.start()]);
    peer.answers.set('GET /page', () => ({ body: bellPage(peer.socketUrl) }));
  });
  after(() => Promise.all([browser?.close(), peer?.close()]));
  beforeEach(async () => {
    peer.joins = [];
    peer.pushes = [];
    host = new InboxHost(peer, 'bob');
    page = await browser.newPage({ viewport: { width: 900, height: 700 } });
    page.setDefaultTimeout(30_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    bell = new Bell(page);
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(complaints, []);
  });

  /** @param {number} mentions @param {(server: InboxHost['server']) => void} [change] */
  async function visited(mentions, change = () => {}) {
    for (let count = 0; count < mentions; count++) host.server.mention();
    change(host.server);
    await page.goto(`${peer.url}/page`);
    await until('it is live', async () => /[1-9]/.test((await bell.button.getAttribute('aria-label')) ?? ''));
  }

  /** @param {Parameters<typeof visited>} given */
  async function opened(...given) {
    await visited(...given);
    await bell.open();
    await bell.items.first().waitFor();
  }

  const id = (/** @type {number} */ seq) => `n${seq}-epoch-1`;
  const notes = (/** @type {number[]} */ ...seqs) => seqs.map((seq) => `Note ${seq}`);
  const shows = (/** @type {number[]} */ ...seqs) =>
    until(`the list is ${seqs}`, async () => String(await bell.titles()) === String(notes(...seqs)));
  const pushed = (/** @type {string} */ event) => until(`${event} was pushed`, () => peer.pushes.find((push) => push.event === event));
  const focusOn = (/** @type {string} */ what) => until(`the focus is on ${what}`, async () => (await bell.focused()) === what);
  const down = () => page.keyboard.press('ArrowDown');

  /** The reader turns the wheel over the list. @param {number} pixels */
  async function wheel(pixels) {
    await bell.scroller.hover();
    await page.mouse.wheel(0, pixels);
  }

  /** Where the first row stands whose title begins with this. @param {string} title */
  const topOf = (title) => bell.items.filter({ hasText: new RegExp(`in ${title}@`) }).evaluate((row) => Math.round(row.getBoundingClientRect().top));

  test('tabs choose all, unread or archived ones, by arrow keys, Home and End', async () => {
    await opened(6, (server) => {
      server.archive([id(1), id(2)]);
      server.markRead([id(3), id(5)]);
    });
    await shows(6, 5, 4, 3);
    await bell.tab('All').focus();
    const walk = [['ArrowRight', 'Unread', [6, 4]], ['ArrowRight', 'Archived', [2, 1]], ['ArrowRight', 'All', [6, 5, 4, 3]],
      ['End', 'Archived', [2, 1]], ['ArrowLeft', 'Unread', [6, 4]], ['Home', 'All', [6, 5, 4, 3]]];
    for (const [key, name, seqs] of /** @type {[string, 'All' | 'Unread' | 'Archived', number[]][]} */ (walk)) {
      await page.keyboard.press(key);
      await focusOn(name);
      await shows(...seqs);
      assert.equal(await bell.tab(name).getAttribute('aria-selected'), 'true');
      assert.equal(await bell.dialog.getByRole('tab', { selected: true }).count(), 1);
      assert.equal(await bell.scroller.getAttribute('aria-labelledby'), await bell.tab(name).getAttribute('id'));
    }
    await bell.tab('Archived').click();
    await page.keyboard.press('Escape');
    await bell.open();
    await shows(6, 5, 4, 3);
  });

  test('an empty tab says so', async () => {
    await opened(1);
    await bell.tab('Archived').click();
    await bell.dialog.getByText('Nothing is archived').waitFor();
    host.tell(host.server.markRead([id(1)]));
    await bell.tab('Unread').click();

    await bell.dialog.getByText('Nothing is unread').waitFor();
  });

  test('what is archived can be taken back for six seconds', async () => {
    await opened(3);
    await down();
    await page.keyboard.press('Delete');
    await shows(3, 1);
    await until('it is said', async () => (await bell.live.textContent()) === 'Archived');
    await bell.undo.click();

    await shows(3, 2, 1);
    await focusOn('Note 2');
    assert.deepEqual((await pushed('unarchive')).payload, { ids: [id(2)] });
    assert.equal(host.server.counts().unread, 3);
    await page.keyboard.press('Delete');
    await bell.undo.waitFor();
    await page.mouse.move(0, 0);
    const begun = Date.now();
    await until('the offer ends', () => bell.undo.isHidden());
    assert.ok(Date.now() - begun > 5000, `after ${Date.now() - begun} ms`);
    await focusOn('Note 1');
  });

  test('several that were archived come back together, by keys, too', async () => {
    await opened(4);
    await page.keyboard.press('Delete');
    await shows(3, 2, 1);
    await page.keyboard.press('Delete');
    await shows(2, 1);
    await bell.dialog.getByText('2 archived').waitFor();
    await page.keyboard.press('Control+z');

    await shows(4, 3, 2, 1);
    await focusOn('Note 4');
    assert.deepEqual((await pushed('unarchive')).payload, { ids: [id(4), id(3)] });
    assert.equal(await bell.undo.isVisible(), false);
  });

  test('a read one is marked unread by its button or a key', async () => {
    await opened(3, (server) => server.markAllRead(3) && server.mention());
    await bell.items.nth(1).hover();
    await bell.dialog.getByRole('button', { name: 'Mark as unread: Ada Lovelace, Note 3' }).click();
    await until('it is unread', () => host.server.counts().unread === 2);
    await focusOn('Note 3');
    await down();
    await page.keyboard.press('u');

    await until('the next is, too', () => host.server.counts().unread === 3);
    await page.getByRole('button', { name: 'Notifications, none new, 3 unread' }).waitFor();
    await bell.tab('Unread').click();
    await shows(4, 3, 2);
  });

  test('in the archive every row can be moved back, and the focus goes to its neighbour', async () => {
    await opened(4, (server) => server.archive([id(1), id(2), id(3)]));
    await bell.tab('Archived').click();
    await shows(3, 2, 1);
    await down();
    await focusOn('Note 3');
    await page.keyboard.press('Tab');
    await focusOn('Move back: Ada Lovelace, Note 3');
    await page.keyboard.press('Enter');
    await shows(2, 1);

    await focusOn('Note 2');
    assert.deepEqual((await pushed('unarchive')).payload, { ids: [id(3)] });
    await bell.tab('All').click();
    await shows(4, 3);
  });

  test('archive read takes all read ones away, and undo brings them back', async () => {
    await opened(5, (server) => server.markRead([id(2), id(4)]));
    await bell.archiveRead.click();
    await shows(5, 3, 1);
    await until('nothing is left to archive', () => bell.archiveRead.isDisabled());
    await bell.dialog.getByText('2 archived').waitFor();
    await bell.undo.click();

    await shows(5, 4, 3, 2, 1);
    assert.equal(host.server.counts().unread, 3);
  });

  test('rows that come and go above leave what the reader sees where it is', async () => {
    await opened(60);
    await bell.more.click();
    await until('all are here', async () => (await bell.items.count()) === 60);
    await wheel(1500);
    await until('it has scrolled', () => bell.scroller.evaluate((scroller) => scroller.scrollTop >= 1500));
    const title = String(await bell.items.evaluateAll((rows) => rows.find((row) =>
      row.getBoundingClientRect().top > 300)?.querySelector('b')?.textContent));
    const top = await topOf(title);
    const settled = async (/** @type {number} */ count) => {
      await until(`${count} are here`, async () => (await bell.items.count()) === count);
      assert.equal(await topOf(title), top);
    };

    host.tell(host.server.retract(id(59)));
    await settled(59);
    host.tell(host.server.archive([id(60), id(58), id(57)]));
    await settled(56);
    host.mention();
    await settled(57);
    host.tell(host.server.unarchive([id(58)]));
    await settled(58);
    await until('the focus is on a row', async () => /^Note/.test(String(await bell.focused())));
  });

  test('a row that leaves under the pointer is followed by the next in its place', async () => {
    await opened(20);
    await wheel(400);
    await until('it has scrolled', () => bell.scroller.evaluate((scroller) => scroller.scrollTop >= 400));
    const scrolled = () => bell.scroller.evaluate((scroller) => scroller.scrollTop);
    const before = await scrolled();
    await bell.items.nth(7).hover();
    await bell.items.nth(7).getByRole('button', { name: /^Archive/ }).click();
    await until('it is gone', async () => (await bell.items.count()) === 19);

    assert.equal(await scrolled(), before);
    await focusOn('Note 12');
  });

  test('a text that is taken back is nowhere in the page any more, open or closed', async () => {
    await opened(3);
    const secret = { actor: { id: 'eve', name: 'Eve Secret' }, source: { type: 'c', id: '9', url: 'https://example.com/', title: 'Secret plan' } };
    const html = () => page.locator('beckon-bell').evaluate((element) => element.shadowRoot?.innerHTML ?? '');
    for (const open of [true, false]) {
      host.mention(secret);
      const { seq } = host.server;
      await until('it is said', async () => /Secret plan/.test((await bell.live.textContent()) ?? ''));
      if (!open) {
        await page.keyboard.press('Escape');
      }
      host.tell(host.server.retract(id(seq)));
      await until('it is gone', async () => !/secret/i.test(await html()));
    }
    await until('the badge has followed', () => bell.badge.isHidden());
  });

  test('another text replaces the first in its row, which keeps the focus and rings nowhere', async () => {
    await opened(2);
    await down();
    await focusOn('Note 1');
    const { source } = host.server.all[0];
    host.tell(host.server.edit(id(1), { excerpt: 'second words', source: { ...source, title: 'Note 1b', url: 'https://example.com/second' } }));
    await bell.dialog.getByText('second words').waitFor();

    await focusOn('Note 1b');
    assert.equal(await bell.links.nth(1).getAttribute('href'), 'https://example.com/second');
    assert.equal(await bell.live.textContent(), '');
    assert.equal(await bell.badge.isVisible(), false);
  });

  test('one that is given again is the first, once, and keeps the focus', async () => {
    await opened(3);
    await page.keyboard.press('End');
    await focusOn('Note 1');
    const mention = host.server.giveAgain(id(1));
    mention.payload.notification.source.title = 'Note 1';
    host.tell(mention);
    await shows(1, 3, 2);

    await focusOn('Note 1');
  });

  test('every list loads older ones as the reader scrolls', async () => {
    await opened(140, (server) => {
      server.archive(Array.from({ length: 60 }, (_, index) => id(index + 1)));
      server.markRead([id(140)]);
    });
    for (const [name, count] of /** @type {const} */ ([['All', 80], ['Unread', 79], ['Archived', 60]])) {
      await bell.tab(name).click();
      await bell.scroller.hover();
      await until(`${name} is complete`, async () => {
        await page.mouse.wheel(0, 9000);
        return (await bell.items.count()) === count && bell.more.isHidden();
      });
    }
  });

  test('of 1300 rows a thousand are in the page, each says its place, and keys and wheel reach all', async () => {
    await visited(1300);
    await page.evaluate(async () => {
      const { store } = /** @type {any} */ (document.querySelector('beckon-bell'));
      while (store.state.hasMore) await store.loadMore();
    });
    await bell.open();
    await until('a thousand are there', async () => (await bell.items.count()) === 1000);
    await page.keyboard.press('End');
    await focusOn('Note 1');
    assert.equal(await bell.items.count(), 1000);
    assert.equal(await bell.items.last().getAttribute('aria-posinset'), '1300');
    assert.equal(await bell.items.last().getAttribute('aria-setsize'), '1300');
    await page.keyboard.press('ArrowUp');
    await focusOn('Note 2');
    await page.keyboard.press('Home');
    await focusOn('Note 1300');
    await bell.scroller.hover();
    await until('the wheel reaches the end, too', async () => {
      await page.mouse.wheel(0, 50_000);
      return (await bell.items.last().getAttribute('aria-posinset')) === '1300';
    });
    assert.equal(await bell.items.count(), 1000);
  });
});
