import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { Bell, bellPage } from './bell-page.js';
import { launch, pictures } from './browser.js';
import { DemoHost, LOCAL, token } from './demo-host.js';
import { PhoenixPeer } from './phoenix-peer.js';
import { until } from '../../test-clients/js/until.js';

/** @import { Page } from 'playwright-core' */

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 760 };

const STORIES = [
  ['ada', 'Ada Lovelace', 'Analytical engine, notes', '@bob does note G need another pass before we print it?', 26 * 60],
  ['carol', 'Carol Danvers', 'Onboarding checklist', 'Done, thanks to @bob.', 190],
  ['grace', 'Grace Hopper', 'Incident review', 'Found the moth. @bob, can you file the summary with the photographs that we taped into the log book on Thursday?', 42],
  ['alice', 'Alice Winter', 'Launch plan', '@bob have a look at the pricing section, the new numbers are in.', 3],
];

describe('the look, in light and dark', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {PhoenixPeer} */
  let peer;
  /** @type {DemoHost} */
  let host;
  /** @type {string} */
  let folder;

  before(async () => {
    [browser, peer] = await Promise.all([launch(), PhoenixPeer.start()]);
    folder = pictures();
    await mkdir(folder, { recursive: true });
    peer.answers.set('GET /page', () => ({ body: bellPage(peer.socketUrl) }));
  });
  after(() => Promise.all([browser?.close(), peer?.close()]));

  /** @param {number} stories how many notifications bob has; the first two are read */
  function bobWith(stories) {
    host = new DemoHost(peer);
    const { bob } = host;
    STORIES.slice(0, stories).forEach(([id, name, title, excerpt, minutes], index) => {
      bob.server.mention({ kind: ['mention', 'reply', 'assignment', 'deploy'][index % 4], actor: { id: String(id), name: String(name) }, excerpt: String(excerpt),
        source: { type: 'comment', id: `c${index}`, url: 'https://example.com/', title: String(title) },
        occurred_at: new Date(Date.now() - Number(minutes) * 60_000).toISOString() });
    });
    bob.server.markAllRead(2);
  }

  /** @param {'light' | 'dark'} colorScheme @param {string} path @param {{width: number, height: number}} [viewport] */
  async function open(colorScheme, path, viewport = WIDE) {
    const context = await browser.newContext({ colorScheme, viewport, deviceScaleFactor: 2, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${peer.url}${path}`);
    return page;
  }

  /** No finding of axe, and a picture to look at. @param {Page} page @param {string} name @param {boolean} [fullPage] what is below the screen, too */
  async function judged(page, name, fullPage = false) {
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
    await page.addScriptTag({ path: AXE });
    const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
    const found = violations.map((/** @type {any} */ { id, nodes }) =>
      `${id}: ${nodes.map((/** @type {any} */ node) => `${node.target} ${node.failureSummary}`).join('; ')}`);
    assert.deepEqual(found, []);
    await page.context().close();
  }

  /** @param {Page} page */
  async function openedBell(page) {
    const bell = new Bell(page);
    await until('the bell is live', async () => /read$/.test((await bell.button.getAttribute('aria-label')) ?? ''));
    await until('the bell knows', async () => (await bell.button.getAttribute('aria-label')) !== 'Notifications, none new, all read');
    await bell.open();
    return bell;
  }

  const demo = (file = '', sub = 'bob', name = 'Bob Moss') => `/demo/${file}#user=${sub}&token=${token({ sub, name })}`;

  for (const scheme of /** @type {const} */ (['light', 'dark'])) {
    test(`the bell, ${scheme}`, async () => {
      bobWith(4);
      const page = await open(scheme, '/page');
      await openedBell(page);
      await page.keyboard.press('ArrowDown');
      await judged(page, `bell-${scheme}`);
    });

    test(`the archive and what can be taken back, ${scheme}`, async () => {
      bobWith(4);
      const page = await open(scheme, '/page');
      const bell = await openedBell(page);
      await bell.items.first().hover();
      await page.keyboard.press('Delete');
      await bell.undo.waitFor();
      await bell.items.nth(1).hover();
      await page.screenshot({ path: `${folder}/bell-undo-${scheme}.png` });
      await bell.tab('Archived').click();
      await bell.items.first().hover();
      await bell.dialog.getByRole('button', { name: /^Move back/ }).waitFor();
      await judged(page, `bell-archived-${scheme}`);
    });

    test(`the empty bell, ${scheme}`, async () => {
      bobWith(0);
      const page = await open(scheme, '/page');
      await new Bell(page).open();
      await page.getByText('You’re all caught up').waitFor();
      await judged(page, `bell-empty-${scheme}`);
    });

    test(`the demo, ${scheme}`, async () => {
      bobWith(4);
      const page = await open(scheme, demo());
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
      await page.getByLabel('Your comment').fill('@alice the table on page 3 adds up now. @carol, over to you.');
      await page.getByRole('button', { name: 'Post comment' }).click();
      await page.getByText(/accepted in/).waitFor();
      host.present({ bob: ['Bob Moss'], alice: ['Alice Winter'], grace: ['Grace Hopper'] });
      peer.broadcast('room:lobby', 'new_msg', { title: 'Maintenance tonight', body: 'Comments are read-only from 22:00 to 22:15.' });
      peer.broadcast('room:lobby', 'new_msg', { title: 'Beckon 0.1 is out', body: 'Mentions now reach you while you type.' });
      await page.getByRole('heading', { name: 'Beckon 0.1 is out' }).waitFor();
      await page.screenshot({ path: `${folder}/demo-closed-${scheme}.png` });
      await openedBell(page);
      await judged(page, `demo-${scheme}`);
    });

    test(`the demo on a phone, ${scheme}`, async () => {
      bobWith(4);
      const page = await open(scheme, demo(), PHONE);
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
      await page.getByRole('button', { name: 'Post comment' }).click();
      await page.screenshot({ path: `${folder}/phone-closed-${scheme}.png` });
      await openedBell(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(overflow, false);
      await judged(page, `phone-${scheme}`);
    });

    test(`the first page of a local gateway, ${scheme}`, async () => {
      bobWith(0);
      for (const [name, viewport] of /** @type {const} */ ([['start', WIDE], ['start-phone', PHONE]])) {
        const page = await open(scheme, '/demo/start.html', viewport);
        await page.getByText('notification-1').waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
        await judged(page, `${name}-${scheme}`, true);
      }
    });

    test(`the interfaces, ${scheme}`, async () => {
      bobWith(0);
      const openapi = { openapi: '3.1.0', info: { title: 'Beckon mentions', version: '1' }, paths: { '/mentions': { post: { summary: 'Post a mention', responses: {} } } } };
      peer.answers.set('GET /demo/services.json', () => ({ type: 'application/json', body: JSON.stringify({ ...LOCAL,
        services: [{ name: 'mention-1', url: peer.url, management: peer.url }] }) }));
      peer.answers.set('GET /q/openapi', () => ({ type: 'application/json', body: JSON.stringify(openapi) }));
      const page = await open(scheme, '/demo/api.html');
      await page.getByText('Post a mention').waitFor();
      await page.screenshot({ path: `${folder}/api-${scheme}.png` });
      await page.locator('#api').evaluate((api) => api.remove()); // axe judges our part, not Swagger UI
      await judged(page, `api-head-${scheme}`);
    });

    test(`the back office and the notices, ${scheme}`, async () => {
      bobWith(0);
      const page = await open(scheme, demo('backoffice.html', 'olga', 'Olga Reyes'));
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
      await page.getByLabel('Title').fill('Maintenance tonight');
      await page.getByLabel('Text').fill('Comments are read-only from 22:00 to 22:15.');
      await page.getByRole('button', { name: 'Announce' }).click();
      await page.getByText('Announced.').waitFor();
      await judged(page, `backoffice-${scheme}`);
      await judged(await open(scheme, '/demo/'), `no-token-${scheme}`);
      await judged(await open(scheme, '/demo/comment.html#author=Alice+Winter&text=@bob+have+a+look'), `comment-${scheme}`);
    });
  }

  test('the attribute theme wins over the preference', async () => {
    bobWith(4);
    const page = await open('light', '/page');
    const surface = () => page.locator('beckon-bell .panel').evaluate((panel) => getComputedStyle(panel).backgroundColor);
    const light = await surface();
    await page.evaluate(() => document.querySelector('beckon-bell')?.setAttribute('theme', 'dark'));

    assert.notEqual(await surface(), light);
    await page.context().close();
  });
});
