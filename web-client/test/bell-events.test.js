import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BellSuite } from './bell-suite.js';
import { until } from '../../test-clients/js/until.js';

/** Records each event with what matters of its detail. */
const RECORD = `
  window.events = [];
  for (const type of ['arrived', 'open', 'count', 'status']) {
    bell.addEventListener(type, (event) => window.events.push([type, event.detail.source?.title ?? event.detail]));
  }`;

describe('events of <beckon-bell>', () => {
  const suite = new BellSuite();

  /** @param {string} type @returns {Promise<any[]>} */
  const events = async (type) => (await suite.page.evaluate(() => /** @type {[string, any][]} */ (/** @type {any} */ (window).events)))
    .filter(([name]) => name === type).map(([, detail]) => detail);
  const lastIs = (/** @type {string} */ type, /** @type {unknown} */ detail) => until(`${type} is ${JSON.stringify(detail)}`,
    async () => JSON.stringify((await events(type)).at(-1)) === JSON.stringify(detail));

  test('arrived_names_what_is_new_and_not_what_was_there', async () => {
    suite.host.server.mention();
    await suite.visit({ script: RECORD });
    await suite.badge('1');
    suite.host.mention();
    suite.host.mention({ read: true });
    suite.host.mention();
    await until('both arrived', async () => (await events('arrived')).length === 2);

    assert.deepEqual(await events('arrived'), ['Note 2', 'Note 4']);
  });

  test('count_comes_with_the_first_answer_and_each_change', async () => {
    await suite.visit({ script: RECORD });
    await lastIs('count', { unread: 0, unseen: 0 });
    suite.host.mention();
    await lastIs('count', { unread: 1, unseen: 1 });
    await suite.bell.open();
    await lastIs('count', { unread: 1, unseen: 0 });

    assert.equal((await events('count')).length, 3);
  });

  test('status_says_connected_lost_and_refused_with_the_reason', async () => {
    await suite.visit({ script: RECORD });
    await lastIs('status', { status: 'live', reason: null });
    suite.peer.refusing = true;
    suite.peer.cut();
    await lastIs('status', { status: 'refused', reason: 'forbidden' });
    assert.deepEqual((await events('status'))[1], { status: 'offline', reason: null });
    suite.peer.refusing = false;
    await lastIs('status', { status: 'live', reason: null });
  });

  test('open_that_is_prevented_leaves_the_page_where_it_is_and_closes_the_panel', async () => {
    suite.host.server.mention();
    await suite.visit({ script: `${RECORD} bell.addEventListener('open', (event) => event.preventDefault());
      document.addEventListener('click', (event) => (window.prevented = event.defaultPrevented));` });
    await suite.badge('1');
    await suite.bell.open();
    await suite.bell.links.first().click();
    await suite.pushed('mark_read');

    await until('it is closed', () => suite.bell.dialog.isHidden());
    assert.deepEqual(await events('open'), ['Note 1']);
    assert.equal(await suite.page.evaluate(() => /** @type {any} */ (window).prevented), true);
    assert.match(String(await suite.bell.focused()), /^Notifications,/);
  });

  test('open_that_is_not_prevented_opens_the_source_in_a_new_tab', async () => {
    suite.host.server.mention({ source: { type: 'c', id: '1', title: 'Plan', url: `${suite.peer.url}/dist/index.js` } });
    await suite.visit({ script: RECORD });
    await suite.badge('1');
    await suite.bell.open();
    const opened = suite.page.context().waitForEvent('page');
    await suite.bell.links.first().click();

    assert.equal((await opened).url(), `${suite.peer.url}/dist/index.js`);
    assert.deepEqual(await events('open'), ['Plan']);
  });

  test('a_click_with_control_is_the_browsers_and_cannot_be_prevented', async () => {
    suite.host.server.mention({ source: { type: 'c', id: '1', title: 'Plan', url: `${suite.peer.url}/dist/index.js` } });
    await suite.visit({ script: `${RECORD} bell.addEventListener('open', (event) => event.preventDefault());` });
    await suite.badge('1');
    await suite.bell.open();
    const opened = suite.page.context().waitForEvent('page');
    await suite.bell.links.first().click({ modifiers: ['Control'] });

    await opened;
    assert.equal(await suite.bell.dialog.isVisible(), true);
  });

  test('a_relative_address_opens_by_the_page_alone', async () => {
    suite.host.server.mention({ source: { type: 'c', id: '1', title: 'Plan', url: '/plans/1' } });
    await suite.visit({ script: `bell.addEventListener('open', (event) => { event.preventDefault(); history.pushState({}, '', event.detail.source.url); });` });
    await suite.badge('1');
    await suite.bell.open();
    await suite.bell.items.getByRole('button').first().click();

    await until('the page has gone there', () => suite.page.url() === `${suite.peer.url}/plans/1`);
  });
});
