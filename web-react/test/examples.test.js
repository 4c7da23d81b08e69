import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { BellSuite } from '../../web-client/test/bell-suite.js';
import { until } from '../../test-clients/js/until.js';
import { Example, freePort } from './example.js';

/** A mention arrives, is opened and is read, in the page at `address`. @param {BellSuite} suite @param {string} address */
async function used(suite, address) {
  let sockets = 0;
  /** @type {string[]} */
  const logged = [];
  suite.page.on('websocket', () => sockets++);
  suite.page.on('console', (message) => ['error', 'warning'].includes(message.type()) && logged.push(message.text()));
  const state = suite.page.getByRole('status').filter({ hasText: 'unread' });
  await suite.page.goto(address);
  await state.filter({ hasText: 'live: 0 unread' }).waitFor();
  suite.host.mention();
  suite.host.mention();
  await suite.badge('2');
  await state.filter({ hasText: 'live: 2 unread' }).waitFor();
  await suite.bell.open();
  await suite.bell.links.first().click();
  await state.filter({ hasText: 'live: 1 unread, opened Note 2' }).waitFor();

  assert.deepEqual([sockets, suite.peer.joins.map(({ token }) => token)], [1, ['token-of-bob']]);
  assert.deepEqual(logged.filter((text) => !text.includes('favicon.ico') && !text.includes('404')), []);
}

for (const [version, versions] of /** @type {[string, Record<string, string>][]} */ ([['19', {}],
  ['18', { react: '18.3.1', 'react-dom': '18.3.1', '@types/react': '18.3.32', '@types/react-dom': '18.3.7' }]])) {
  describe(`examples/react-vite with React ${version}`, () => {
    const suite = new BellSuite();
    /** @type {Example | null} */
    let example = null;
    after(() => example?.remove());

    test('it_is_type_checked_and_built_without_a_warning_and_its_page_works', async () => {
      example = await Example.install('react-vite', { VITE_BECKON_SOCKET: suite.peer.socketUrl }, versions);

      assert.equal(await example.run('npx', 'tsc', '--noEmit'), '');
      assert.doesNotMatch(await example.run('npx', 'vite', 'build'), /warn/i);
      await used(suite, await example.serve('vite', 'preview', '--host', '127.0.0.1', '--port', await freePort(), '--strictPort'));
      await suite.page.getByRole('button', { name: 'Mark read' }).click();
      await until('it is read', async () => (await suite.page.getByRole('button', { name: 'Mark read' }).count()) === 0);
    });
  });
}

describe('examples/next', () => {
  const suite = new BellSuite();
  /** @type {Example | null} */
  let example = null;
  after(() => example?.remove());

  test('it_is_type_checked_and_built_without_a_warning_and_the_page_that_it_renders_works', async () => {
    example = await Example.install('next', { BECKON_SOCKET: suite.peer.socketUrl });

    const output = await example.run('npx', 'next', 'build');
    assert.doesNotMatch(output.replace(/.*No build cache found.*/, ''), /warn|⚠/i, 'apart from what it says on a build server');
    assert.equal(await example.run('npx', 'tsc', '--noEmit'), '');
    const address = await example.serve('next', 'start', '--hostname', '127.0.0.1', '--port', await freePort());
    assert.match(await (await fetch(address)).text(), new RegExp(`<beckon-bell socket-url="${suite.peer.socketUrl}" user-id="bob">`));
    await used(suite, address);
  });
});
