import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BellSuite } from './bell-suite.js';
import { until } from '../../test-clients/js/until.js';

const SOURCE = { type: 'comment', id: '47/11', url: 'https://example.com/', title: 'Plan' };
const KEY = { type: 'comment', id: '47/11' };
const RECORD = `window.arrived = []; bell.addEventListener('arrived', (event) => window.arrived.push(event.detail.seq));`;

describe('<beckon-bell viewing>', () => {
  const suite = new BellSuite();
  const sent = () => suite.peer.pushes.filter(({ event }) => event === 'viewing').map(({ payload }) => payload);
  const set = (/** @type {unknown} */ viewing) => suite.page.evaluate((value) => { /** @type {any} */ (document.querySelector('beckon-bell')).viewing = value; }, viewing);
  const isVisible = (/** @type {boolean} */ visible) => suite.page.evaluate((is) => {
    Object.defineProperty(document, 'visibilityState', { value: is ? 'visible' : 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visible);

  test('what_is_there_is_read_and_what_arrives_does_not_ring', async () => {
    suite.host.server.mention({ source: SOURCE });
    await suite.visit({ attributes: 'shared="false" viewing="comment/47/11"', script: RECORD });
    assert.deepEqual((await suite.pushed('viewing')).payload, { source: KEY });
    suite.host.mention({ source: SOURCE });
    suite.host.mention();
    await suite.badge('1');

    assert.deepEqual(await suite.page.evaluate(() => /** @type {any} */ (window).arrived), [3]);
    assert.deepEqual(suite.host.server.view(0, { unread: true }).map(({ seq }) => seq), [3]);
    assert.deepEqual(sent(), [{ source: KEY }], 'once');
  });

  test('after_a_reconnect_it_is_sent_again', async () => {
    await suite.visit({ attributes: 'shared="false" viewing="comment/47/11"' });
    await suite.pushed('viewing');
    suite.peer.cut();
    await until('it is sent again', () => sent().length === 2);

    assert.deepEqual(sent(), [{ source: KEY }, { source: KEY }]);
  });

  test('another_source_takes_its_place_and_none_ends_it', async () => {
    await suite.visit({ attributes: 'shared="false"' });
    await suite.badge('0');
    await until('it is live', () => suite.page.evaluate(() => /** @type {any} */ (document.querySelector('beckon-bell')).store.state.status === 'live'));
    await set({ type: 'page', id: '7' });
    await set('comment/47/11');
    await set(null);
    await until('all is sent', () => sent().length === 3);

    assert.deepEqual(sent(), [{ source: { type: 'page', id: '7' } }, { source: KEY }, {}]);
  });

  test('a_page_that_cannot_be_seen_shows_nothing', async () => {
    await suite.visit({ attributes: 'shared="false" viewing="comment/47/11"' });
    await suite.pushed('viewing');
    await isVisible(false);
    await until('it has ended', () => sent().length === 2);
    suite.host.mention({ source: SOURCE });
    await suite.badge('1');
    await isVisible(true);
    await until('it is read', () => suite.host.server.counts().unread === 0);

    assert.deepEqual(sent(), [{ source: KEY }, {}, { source: KEY }]);
  });

  test('an_attribute_without_type_or_id_is_none', async () => {
    await suite.visit({ attributes: 'viewing="comment"' });
    suite.host.mention();
    await suite.badge('1');
    for (const wrong of ['/4711', 'comment/', '']) {
      await suite.page.evaluate((value) => document.querySelector('beckon-bell')?.setAttribute('viewing', value), wrong);
    }
    await suite.bell.open();
    await suite.pushed('mark_seen');

    assert.deepEqual(sent(), []);
  });
});
