import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BellSuite } from '../../web-client/test/bell-suite.js';
import { until } from '../../test-clients/js/until.js';

const path = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));

/** The page in React's development build, whose StrictMode mounts every component twice. @param {string} suffix of React's packages here */
async function bundle(suffix) {
  const { outputFiles } = await build({ entryPoints: [path('page.jsx')], bundle: true, write: false, format: 'esm', jsx: 'automatic', logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"development"' }, nodePaths: [path('../node_modules'), path('../../web-client/node_modules')],
    alias: { 'beckon-react': path('../src/index.js'), 'beckon-web-client/bell': path('../../web-client/dist/bell.js'),
      'beckon-web-client': path('../../web-client/dist/index.js'), ...(suffix && { react: `react${suffix}`, 'react-dom': `react-dom${suffix}` }) } });
  return outputFiles[0].text;
}

for (const [version, suffix] of [['19', ''], ['18', '-18']]) {
  describe(`React ${version} in StrictMode`, () => {
    const suite = new BellSuite();
    let script = '';
    let sockets = 0;
    /** @type {string[]} */
    let logged = [];

    before(async () => {
      script = await bundle(suffix);
    });
    beforeEach(() => {
      suite.peer.answers.set('GET /page.js', () => ({ type: 'text/javascript', body: script }));
      suite.peer.answers.set('GET /page', () => ({ body: '<!doctype html><title>React</title><main></main><script type="module" src="/page.js"></script>' }));
      sockets = 0;
      logged = [];
      suite.page.on('websocket', () => sockets++);
      suite.page.on('console', (message) => ['error', 'warning'].includes(message.type()) && logged.push(message.text()));
    });

    /** @param {string} [search] */
    async function visit(search = '') {
      await suite.page.goto(`${suite.peer.url}/page${search}`);
      await until('the page has joined', () => suite.peer.joins.length > 0);
    }

    /** @param {string} type */
    const events = async (type) => (await suite.page.evaluate(() => /** @type {[string, any][]} */ (/** @type {any} */ (window).events)))
      .filter(([name]) => name === type).map(([, detail]) => detail);
    const titles = () => suite.page.locator('#titles li').allTextContents();
    /** @param {string} text */
    const counts = (text) => until(`the counts are ${text}`, async () => (await suite.page.locator('#counts').textContent()) === text);
    /** @param {string} expression JavaScript on the inbox */
    const act = (expression) => suite.page.evaluate(`window.inbox.${expression}`);

    test('a_hook_has_one_socket_and_one_join_and_both_end_with_it', async () => {
      suite.host.server.mention();
      await visit();
      await counts('live 1 1 all');
      suite.host.mention();
      await counts('live 2 2 all');

      assert.deepEqual([sockets, suite.peer.joins.length, suite.peer.connections], [1, 1, 1]);
      assert.deepEqual(await titles(), ['Note 2', 'Note 1']);
      await suite.page.evaluate('window.leave()');
      await until('the connection has ended', () => suite.peer.connections === 0);
      assert.deepEqual([sockets, logged], [1, []]);
    });

    test('a_hook_on_the_pages_socket_joins_once_and_leaves_the_socket_open', async () => {
      await visit('?socket');
      suite.host.mention();
      await counts('live 1 1 all');

      assert.equal(suite.peer.joins.length, 1);
      await suite.page.evaluate('window.leave()');
      await until('the channel has ended', () => suite.page.evaluate('window.socket.channels.length === 0'));
      assert.deepEqual([sockets, suite.peer.connections, logged], [1, 1, []]);
    });

    test('a_bell_on_the_hooks_store_shows_the_same_and_leaves_it_open', async () => {
      suite.host.server.mention();
      await visit();
      await suite.badge('1');
      await suite.bell.open();
      await counts('live 1 0 all');
      await suite.page.keyboard.press('Escape');
      await suite.page.getByRole('button', { name: 'Without bell' }).click();
      suite.host.mention();
      await counts('live 2 1 all');

      assert.deepEqual([sockets, suite.peer.joins.length, logged], [1, 1, []]);
    });

    test('actions_change_the_inbox_and_filter_shows_another_list', async () => {
      const [first, second] = [suite.host.server.mention(), suite.host.server.mention()].map(({ payload }) => payload.notification.id);
      await visit();
      await counts('live 2 2 all');
      await act(`markRead(['${first}'])`);
      await counts('live 1 1 all');
      await act(`markUnread(['${first}'])`);
      await counts('live 2 2 all');
      await act(`archive(['${second}'])`);
      await until('one is left', async () => (await titles()).join() === 'Note 1');
      await act("filter('archived')");
      await until('the archived one is shown', async () => (await titles()).join() === 'Note 2');
      await act(`unarchive(['${second}'])`);
      await act("filter('unread')");
      await until('both are shown', async () => (await titles()).join() === 'Note 2,Note 1');
      await act('markAllRead()');
      await until('none is unread', async () => (await titles()).length === 0);
      assert.deepEqual(logged, []);
    });

    test('load_more_brings_older_ones', async () => {
      for (let i = 0; i < 45; i++) {
        suite.host.server.mention();
      }
      await visit();
      await until('a page is there', async () => (await titles()).length > 0);
      const before = (await titles()).length;
      await act('loadMore()');

      await until('more are there', async () => (await titles()).length > before);
    });

    test('a_bell_of_its_own_connects_once_and_stays_open_however_often_its_props_change', async () => {
      suite.host.server.mention();
      await visit('?own');
      await suite.badge('1');
      await suite.bell.open();
      suite.host.mention();
      await until('it arrived', async () => (await events('arrived')).join() === 'Note 2');
      await suite.page.evaluate('window.again()');

      assert.equal(await suite.bell.dialog.isVisible(), true);
      assert.equal(await suite.bell.dialog.getByRole('button', { name: 'All read' }).isVisible(), true);
      assert.deepEqual([sockets, suite.peer.joins.length], [1, 1]);
      assert.equal(await suite.page.evaluate('document.querySelector("beckon-bell.mine") === window.bell && !window.bell.hasAttribute("desktop")'), true);
      assert.equal(await suite.page.getByRole('link', { name: 'Settings' }).isVisible(), true);
      await until('the last status is live', async () => (await events('status')).join() === 'live');
      assert.deepEqual(logged, []);
    });

    test('a_reconnect_asks_the_newest_token_provider', async () => {
      await visit('?own');
      await until('the status caused a turn', async () => (await events('status')).length > 0);
      suite.peer.cut();
      await until('it has joined again', () => suite.peer.joins.length === 2);

      assert.equal(suite.peer.joins[0].token, 'token-0');
      assert.match(String(suite.peer.joins[1].token), /^token-[1-9]/);
    });

    test('open_can_be_prevented_and_marks_as_read', async () => {
      suite.host.server.mention();
      await visit('?own');
      await suite.badge('1');
      await suite.bell.open();
      await suite.bell.links.first().click();
      await suite.pushed('mark_read');

      await until('it is closed', () => suite.bell.dialog.isHidden());
      assert.deepEqual(await events('open'), ['Note 1']);
      await until('the count is 0', async () => (await events('count')).at(-1).unread === 0);
    });

    test('rows_that_react_renders_follow_the_state_of_the_page_and_leave_with_their_notification', async () => {
      suite.host.server.mention();
      suite.host.server.mention({ kind: 'assignment' });
      await visit('?own');
      await suite.badge('2');
      await suite.bell.open();
      const row = suite.page.locator('beckon-bell em');
      const before = await row.textContent();
      await suite.page.evaluate('window.again()');
      await until('the row has another turn', async () => (await row.textContent()) !== before);

      assert.match(String(await row.textContent()), /assigned, turn \d+$/);
      assert.equal(await suite.bell.items.count(), 2);
      await suite.page.keyboard.press('Escape');
      await until('no row is left', async () => (await row.count()) === 0 && (await suite.page.evaluate('window.rows')) === 0);
      await suite.bell.open();
      await until('the row is there again', async () => (await row.count()) === 1 && (await suite.page.evaluate('window.rows')) === 1);
      assert.deepEqual(logged, []);
    });

    test('what_the_page_shows_is_read_and_does_not_ring', async () => {
      await visit('?own');
      await suite.pushed('viewing');
      suite.host.mention({ source: { type: 'comment', id: 'shown', title: 'Shown', url: 'https://example.com/' } });
      suite.host.mention();
      await suite.badge('1');

      assert.deepEqual(await events('arrived'), ['Note 2']);
      assert.equal(suite.peer.pushes.filter(({ event }) => event === 'viewing').length, 1);
    });
  });
}
