import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Bell, bellPage } from './bell-page.js';
import { launch } from './browser.js';
import { InboxHost } from './inbox-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';

describe('<beckon-bell group="thread">', () => {
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
    peer.answers.set('GET /page', () => ({ body: bellPage(peer.socketUrl).replace('user-id="bob"', 'user-id="bob" group="thread"') }));
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
    ['ada', 'grace', 'ada', 'alan', 'ada'].forEach((actor) => host.server.mention(by(actor)));
    host.server.mention();
    await page.goto(`${peer.url}/page`);
    await until('it is live', async () => /[1-9]/.test((await bell.button.getAttribute('aria-label')) ?? ''));
    await bell.open();
    await bell.items.first().waitFor();
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(complaints, []);
  });

  const by = (/** @type {string} */ id) => ({ thread: 'plan', actor: { id, name: id } });
  const lines = () => bell.items.locator('.line').allTextContents();
  const shows = (/** @type {string[]} */ ...wanted) => until(wanted.join(), async () => String(await lines()) === String(wanted));
  const single = 'Ada Lovelace mentioned you in Note 6';

  test('shows a thread as its newest, with how many wrote and how much', async () => {
    await shows(single, 'ada and 2 others mentioned you in Note 5');
    assert.equal(await bell.items.nth(1).locator('.count').textContent(), '55 notifications');
    assert.equal(await bell.items.nth(0).locator('.count').count(), 0);
    assert.deepEqual(peer.joins[0].payload, { group: 'thread' });
  });

  test('an arrival moves the thread to the top, and the focus stays on it', async () => {
    await bell.items.nth(1).getByRole('link').focus();
    host.mention(by('grace'));

    await shows('grace and 2 others mentioned you in Note 7', single);
    assert.equal(await bell.focused(), 'Note 7');
    await until('it is announced', async () => (await bell.live.textContent()) === 'grace mentioned you in Note 7');
  });

  test('opening it reads all of it, on all devices', async () => {
    await bell.items.nth(1).getByRole('link').evaluate((link) => link.addEventListener('click', (event) => event.preventDefault()));
    await bell.items.nth(1).getByRole('link').click();
    await until('one is left', () => host.server.counts().unread === 1);

    assert.deepEqual(peer.pushes.find(({ event }) => event === 'mark_read')?.payload, { thread: 'plan' });
    await until('it looks read', async () => !(await bell.items.nth(1).getAttribute('class'))?.includes('is-unread'));
    host.tell(host.server.markUnread(['n2-epoch-1']));
    await until('and unread', async () => (await bell.items.nth(1).getAttribute('class'))?.includes('is-unread'));
  });

  test('archiving it archives all of it, and undo brings all back', async () => {
    await bell.items.nth(1).getByRole('link').focus();
    await page.keyboard.press('Delete');
    await shows(single);
    await bell.dialog.getByText('5 archived').waitFor();
    await bell.undo.click();

    await shows(single, 'ada and 2 others mentioned you in Note 5');
    await until('the focus is on it', async () => (await bell.focused()) === 'Note 5');
    host.tell(host.server.retract('n5-epoch-1'));
    await shows(single, 'alan and 2 others mentioned you in Note 4');
  });

  test('unread and archived ones stand alone', async () => {
    host.tell(host.server.archive(['n1-epoch-1']));
    await bell.tab('Unread').click();
    await until('they are there', async () => (await bell.items.count()) === 5);
    await bell.tab('Archived').click();
    await shows('ada mentioned you in Note 1');
  });
});
