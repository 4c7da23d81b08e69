import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BellSuite } from './bell-suite.js';
import { until } from '../../test-clients/js/until.js';

/**
 * Records what the page asks of the browser beside the page itself, and passes it on. A headless Chromium denies notifications
 * whatever it is set to, so the permission is the test's.
 */
const RECORD = `
  window.asked = { badges: [], shown: [], sounds: 0, permissions: 0 };
  for (const name of ['setAppBadge', 'clearAppBadge']) {
    const real = navigator[name]?.bind(navigator);
    navigator[name] = async (count = 0) => { window.asked.badges.push(count); await real?.(count); };
  }
  window.AudioContext = class extends AudioContext { constructor() { super(); window.asked.sounds++; } };
  window.Notification = class extends Notification {
    constructor(title, options) { super(title, options); window.asked.shown.push([title, options.body]); window.last = this; }
    static get permission() { return window.permission ?? 'default'; }
    static async requestPermission() { window.asked.permissions++; return (window.permission = 'granted'); }
  };`;
const ALL = 'title-badge favicon-badge app-badge sound desktop';
const ICON = '<link rel="icon" href="/icon.svg" type="image/svg+xml" sizes="any">';

describe('signals outside <beckon-bell>', () => {
  const suite = new BellSuite();
  const asked = () => suite.page.evaluate(() => /** @type {any} */ (window).asked);
  const titled = (/** @type {string} */ title) => until(`the title is ${title}`, async () => (await suite.page.title()) === title);
  const icons = () => suite.page.locator('head link[rel~=icon]').evaluateAll((links) => links.map((link) => link.getAttribute('href')?.slice(0, 14)));

  test('all_is_off_without_its_attribute', async () => {
    await suite.visit({ script: `${RECORD} window.permission = 'granted'; document.hasFocus = () => false;`, head: ICON });
    await suite.page.mouse.click(5, 300);
    suite.host.mention();
    await suite.badge('1');

    assert.equal(await suite.page.title(), 'Bell');
    assert.deepEqual(await icons(), ['/icon.svg']);
    assert.deepEqual(await asked(), { badges: [], shown: [], sounds: 0, permissions: 0 });
  });

  test('the_title_has_the_count_and_follows_the_page', async () => {
    await suite.visit({ attributes: 'title-badge' });
    suite.host.mention();
    await titled('(1) Bell');
    await suite.page.evaluate(() => (document.title = 'Other'));
    await titled('(1) Other');
    suite.host.mention();
    await titled('(2) Other');
    await suite.page.evaluate(() => (document.title += '!'));
    await titled('(2) Other!');
    await suite.bell.open();
    await titled('Other!');
  });

  test('title_and_icon_are_restored_when_the_bell_or_its_attribute_goes', async () => {
    await suite.visit({ attributes: ALL, head: ICON });
    suite.host.mention();
    await titled('(1) Bell');
    await until('the icon has a dot', async () => (await icons())[0] === 'data:image/png');
    await suite.page.evaluate(() => document.querySelector('beckon-bell')?.removeAttribute('title-badge'));
    await titled('Bell');
    await suite.page.evaluate(() => document.querySelector('beckon-bell')?.setAttribute('title-badge', ''));
    await titled('(1) Bell');
    await suite.page.evaluate(() => document.querySelector('beckon-bell')?.remove());
    await titled('Bell');
    assert.deepEqual(await icons(), ['/icon.svg']);
  });

  test('the_icon_has_a_dot_over_what_the_page_has', async () => {
    suite.peer.answers.set('GET /icon.svg', () => ({ type: 'image/svg+xml',
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#0000ff"/></svg>' }));
    await suite.visit({ attributes: 'favicon-badge', head: ICON });
    suite.host.mention();
    await until('the icon has a dot', async () => (await icons())[0] === 'data:image/png');
    const pixels = await suite.page.evaluate(async () => {
      const image = new Image();
      image.src = String(document.querySelector('link[rel~=icon]')?.getAttribute('href'));
      await image.decode();
      const pen = /** @type {CanvasRenderingContext2D} */ (Object.assign(document.createElement('canvas'), { width: 64, height: 64 }).getContext('2d'));
      pen.drawImage(image, 0, 0);
      return [[46, 18], [10, 50]].map(([x, y]) => [...pen.getImageData(x, y, 1, 1).data].join());
    });
    assert.deepEqual(pixels, ['200,55,10,255', '0,0,255,255']);
    await suite.bell.open();
    await until('it is the page’s again', async () => (await icons())[0] === '/icon.svg');
    assert.equal(await suite.page.locator('link[rel~=icon]').getAttribute('sizes'), 'any');
  });

  test('a_page_without_an_icon_has_the_dot_alone_and_then_none', async () => {
    await suite.visit({ attributes: 'favicon-badge' });
    suite.host.mention();
    await until('there is one', async () => (await icons())[0] === 'data:image/png');
    await suite.bell.open();
    await until('there is none', async () => (await icons()).length === 0);
  });

  test('an_installed_application_has_the_count_on_its_icon', async () => {
    await suite.visit({ attributes: 'app-badge', script: RECORD });
    suite.host.mention();
    suite.host.mention();
    await suite.badge('2');
    await suite.bell.open();
    await until('it is cleared', async () => (await asked()).badges.at(-1) === 0);

    assert.deepEqual((await asked()).badges, [1, 2, 0]);
  });

  test('it_rings_after_the_user_was_active_and_two_tabs_ring_once', async () => {
    await suite.visit({ attributes: 'sound shared="false"', script: RECORD });
    suite.host.mention();
    await suite.badge('1');
    assert.equal((await asked()).sounds, 0, 'no browser would let it');
    const first = suite.page;
    const second = await first.context().newPage();
    await second.goto(first.url());
    await until('both have joined', () => suite.peer.connections === 2);
    await Promise.all([first, second].map((page) => page.mouse.click(5, 300)));
    const sounds = async () => (await Promise.all([first, second].map((page) => page.evaluate(() => /** @type {any} */ (window).asked.sounds))))
      .reduce((sum, count) => sum + count, 0);
    const free = () => first.evaluate(async () => (await navigator.locks.query()).held?.length === 0);
    await until('the bell may ring again', free);
    suite.host.mention();
    await until('one rings', async () => (await sounds()) === 1);
    await until('it is over', free);

    assert.equal(await sounds(), 1);
  });

  test('a_sound_of_the_page_is_played', async () => {
    let asks = 0;
    suite.peer.answers.set('GET /ding.wav', () => ({ status: 404, body: `${++asks}` }));
    await suite.visit({ attributes: 'sound="/ding.wav"', script: RECORD });
    await suite.page.mouse.click(5, 300);
    suite.host.mention();
    await until('it is loaded', () => asks > 0);

    assert.equal((await asked()).sounds, 0);
  });

  test('a_granted_permission_shows_arrivals_while_the_user_looks_elsewhere', async () => {
    await suite.visit({ attributes: 'desktop', script: `${RECORD} window.permission = 'granted'; document.hasFocus = () => !window.away;
      bell.addEventListener('open', (event) => { event.preventDefault(); window.opened = event.detail.id; });` });
    suite.host.mention();
    await suite.badge('1');
    assert.deepEqual((await asked()).shown, [], 'the user sees the bell');
    await suite.page.evaluate(() => { /** @type {any} */ (window).away = true; });
    suite.host.mention({ actor: { id: 'e', name: 'Eve\u202e' }, excerpt: 'look\u2067' });
    await until('it is shown', async () => (await asked()).shown.length === 1);
    assert.deepEqual((await asked()).shown, [['\u2068Eve\u202e\u2069 mentioned you in \u2068Note 2\u2069', 'look\u2067\u2069']]);
    await suite.page.evaluate(() => /** @type {any} */ (window).last.dispatchEvent(new Event('click')));

    assert.deepEqual((await suite.pushed('mark_read')).payload, { ids: ['n2-epoch-1'] });
    assert.equal(await suite.page.evaluate(() => /** @type {any} */ (window).opened), 'n2-epoch-1');
  });

  for (const look of /** @type {const} */ (['light', 'dark'])) {
    test(`the_browser_asks_only_after_a_click_${look}`, async () => {
      await suite.newPage({ colorScheme: look, viewport: { width: 360, height: 640 } });
      suite.host.server.mention();
      await suite.visit({ attributes: 'desktop', script: RECORD });
      await suite.bell.open();
      const button = suite.bell.dialog.getByRole('button', { name: 'Notify me on this device' });
      await button.waitFor();
      assert.equal((await asked()).permissions, 0);
      await suite.judged(`desktop-${look}`);
      await button.click();
      await until('there is nothing more to ask', () => button.isHidden());

      assert.equal((await asked()).permissions, 1);
      assert.notEqual(await suite.bell.focused(), 'BODY');
    });
  }

  test('a_denied_permission_is_not_asked_for', async () => {
    await suite.visit({ attributes: 'desktop', script: `${RECORD} window.permission = 'denied';` });
    await suite.bell.open();

    assert.equal(await suite.bell.dialog.getByRole('button', { name: 'Notify me on this device' }).count(), 0);
  });
});
