import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BellSuite } from './bell-suite.js';
import { until } from '../../test-clients/js/until.js';
import { LANGUAGES } from '../src/bell/languages.js';

/** A JWT whose time is over, as far as a client can read it. */
const OLD_TOKEN = ['{"alg":"none"}', '{"sub":"bob","exp":1700000000}', ''].map((part) => Buffer.from(part).toString('base64url')).join('.');

describe('a bell without a connection', () => {
  const suite = new BellSuite();
  const hint = () => suite.page.locator('beckon-bell [part=hint]');
  const saysWhy = (/** @type {string} */ why) => suite.bell.dialog.getByText(why, { exact: true }).waitFor();
  const saysWhen = (/** @type {RegExp} */ when) => until(`it says ${when}`, async () => when.exec((await hint().textContent()) ?? '')?.[1]);
  const state = () => suite.page.evaluate(() => {
    const { status, reason, retryAt } = /** @type {any} */ (document.querySelector('beckon-bell')).store.state;
    return [status, reason, retryAt === null];
  });
  const isBack = () => until('it is back', async () => (await state())[0] === 'live');

  test('says_that_the_server_cannot_be_reached_and_counts_down_to_the_next_attempt', async () => {
    suite.peer.away = true;
    await suite.visit({ joins: false });
    await suite.bell.open();
    await saysWhy('The notification server cannot be reached.');
    const first = Number(await saysWhen(/Next attempt in (\d+) seconds/));
    await until('it counts down', async () => {
      const next = Number(/Next attempt in (\d+) second/.exec((await hint().textContent()) ?? '')?.[1] ?? 0);
      return next > 0 && next < first;
    });
    assert.deepEqual(await state(), ['offline', 'unreachable', false]);
    assert.equal(await hint().locator('[role=status]').textContent(), 'The notification server cannot be reached.', 'a screen reader does not count');
    suite.peer.away = false;
    await isBack();

    assert.deepEqual(await state(), ['live', null, true]);
    assert.equal(await hint().isVisible(), false);
  });

  test('says_that_the_device_is_offline_where_the_browser_knows', async () => {
    await suite.visit();
    await suite.bell.open();
    await isBack();
    suite.peer.away = true;
    await suite.page.evaluate(() => Object.defineProperty(navigator, 'onLine', { value: false }));
    suite.peer.cut();

    await saysWhy('You’re offline. This will catch up when the connection is back.');
  });

  test('says_that_token_or_origin_are_refused_and_when_it_tries_again', async () => {
    suite.peer.refusing = true;
    await suite.visit({ joins: false });
    await suite.bell.open();
    await saysWhy('The connection was refused: your sign-in or this site is not accepted. Signing in again may help.');
    await saysWhen(/Next attempt in (\d+) seconds/);
    assert.deepEqual(await state(), ['refused', 'forbidden', false]);
    suite.peer.refusing = false;

    await isBack();
  });

  test('says_that_the_token_expired_when_the_server_said_so', async () => {
    await suite.visit();
    await suite.bell.open();
    await isBack();
    suite.peer.refusing = true;
    suite.peer.end(4003, 'token expired');
    await saysWhy('Your sign-in has expired. Signing in again may help.');
    await until('the new token is refused, too', async () => (await state())[0] === 'refused');
    assert.equal((await state())[1], 'token_expired');
    suite.peer.refusing = false;
    await isBack();
    suite.peer.refusing = true;
    suite.peer.cut();

    await saysWhy('The connection was refused: your sign-in or this site is not accepted. Signing in again may help.');
  });

  test('says_that_the_token_expired_when_its_own_time_is_over', async () => {
    suite.peer.refusing = true;
    await suite.visit({ joins: false, provider: `() => '${OLD_TOKEN}'` });
    await suite.bell.open();

    await saysWhy('Your sign-in has expired. Signing in again may help.');
  });

  test('recovers_from_a_provider_that_rejects_three_times_and_says_what_it_does', async () => {
    await suite.visit({ joins: false, provider: `async () => { if ((window.asked = (window.asked ?? 0) + 1) < 4) throw new Error('503'); return 'fourth'; }` });
    await suite.bell.open();
    await saysWhy('This page could not sign you in to notifications.');
    await saysWhen(/(Next attempt|Trying again)/);
    assert.equal((await state())[1], 'no_token');
    await isBack();

    assert.equal(suite.peer.joins[0].token, 'fourth');
  });

  test('a_store_on_a_stock_socket_says_no_time', async () => {
    suite.peer.away = true;
    await suite.visit({ joins: false, provider: `null; const { Socket, InboxStore } = await import('/dist/beckon-bell.min.js');
      const socket = new Socket('${suite.peer.socketUrl}', { params: { token: 'x' }, reconnectAfterMs: () => 60_000 });
      bell.store = new InboxStore({ socket, userId: 'bob' }); socket.connect();` });
    await suite.bell.open();
    await saysWhy('The notification server cannot be reached.');

    assert.deepEqual(await state(), ['offline', 'unreachable', true]);
    assert.match(String(await hint().textContent()), /Trying again…$/);
  });

  for (const [tag, strings] of LANGUAGES) {
    for (const [look, options] of /** @type {const} */ ([['light', {}], ['dark', { colorScheme: 'dark' }], ['mobile', { viewport: { width: 360, height: 640 } }]])) {
      test(`its_look_in_${tag}_${look}`, async () => {
        await suite.newPage(options);
        suite.peer.refusing = true;
        await suite.visit({ joins: false, html: `lang="${tag}" ${tag === 'ar' ? 'dir="rtl"' : ''}` });
        await suite.page.locator('beckon-bell .bell').click();
        await suite.page.getByText(strings.forbidden, { exact: true }).waitFor();
        const [before, after] = strings.nextAttempt.split('{when}');
        await until('it says when', async () => {
          const text = (await hint().locator('.next').textContent()) ?? '';
          return text !== strings.tryingNow && text.startsWith(before) && text.endsWith(after);
        });
        await suite.judged(`connection-${tag}-${look}`);
      });
    }
  }
});

describe('a content security policy', () => {
  const suite = new BellSuite();

  test('of_default_none_is_not_violated_by_anything_the_bell_does', async () => {
    const policy = `default-src 'none'; script-src 'self' 'nonce-page'; style-src 'nonce-page'; connect-src 'self' ${suite.peer.socketUrl.replace('/socket', '')}`;
    suite.host.server.mention();
    suite.host.server.mention({ kind: 'deploy' });
    await suite.visit({ attributes: 'title-badge app-badge sound desktop viewing="page/7"', inside: '<a slot="footer" href="/settings">All settings</a>',
      head: `<meta http-equiv="Content-Security-Policy" content="${policy}">`, nonce: 'page', html: 'lang="ar" dir="rtl"',
      script: `window.violations = []; document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
        bell.renderRow = ({ kind, excerpt }) => kind === 'deploy' ? document.createTextNode(excerpt) : null;` });
    await suite.badge('2');
    await suite.page.locator('beckon-bell .bell').click();
    await suite.page.locator('beckon-bell .row').first().hover();
    await suite.page.keyboard.press('Delete');
    await suite.page.locator('beckon-bell [part=undo]').click();
    suite.host.mention();
    suite.peer.refusing = true;
    suite.peer.cut();
    await suite.page.locator('beckon-bell [part=hint]').waitFor();
    assert.deepEqual(await suite.page.evaluate(() => /** @type {any} */ (window).violations), []);
    await suite.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p style="color:red">'));

    await until('the page would see one', () => suite.page.evaluate(() => /** @type {any} */ (window).violations.length > 0));
  });
});
