/** @import { Browser, BrowserContext } from 'playwright-core' */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launch } from '../support/browser.js';
import { Link } from '../../../test-clients/js/link.js';
import { mention, metric, someone, stack, token } from '../support/stack.js';
import { Tab } from '../support/tab.js';
import { until } from '../../../test-clients/js/until.js';

describe('tabs of one browser', () => {
  /** @type {Browser} */
  let browser;
  /** @type {BrowserContext} */
  let context;
  /** @type {Tab[]} */
  let tabs;
  /** @type {string} */
  let alice;
  /** Connections that are not of these tabs. */
  let others = 0;

  before(async () => (browser = await launch()));
  after(() => browser?.close());
  beforeEach(async () => {
    context = await browser.newContext();
    tabs = [];
    alice = someone('alice');
    others = await metric('channels_sockets');
  });
  afterEach(async () => {
    await context.close();
    await connections(0);
    assert.deepEqual(tabs.flatMap(({ complaints }) => complaints), []);
  });

  /** @param {string} [user] @param {Parameters<typeof Tab.open>[2]} [options] */
  async function open(user = alice, options = {}) {
    const tab = await Tab.open(context, user, options);
    tabs.push(tab);
    return tab;
  }

  /** So many that are live, and the leader of them. @param {number} count @returns {Promise<[Tab, ...Tab[]]>} */
  async function opened(count) {
    const all = await Promise.all(Array.from({ length: count }, () => open()));
    await Promise.all(all.map((tab) => tab.becomes('live')));
    const leader = await leaderOf(all);
    return [leader, ...all.filter((tab) => tab !== leader)];
  }

  /** @param {Tab[]} among */
  const leaderOf = (among) => until('there is one leader', async () => {
    const leads = await Promise.all(among.map((tab) => tab.isLeader()));
    return leads.filter(Boolean).length === 1 ? among[leads.indexOf(true)] : null;
  });

  /** @param {number} count */
  const connections = (count) => until(`there are ${count} connections`, async () => (await metric('channels_sockets')) - others === count);

  /**
   * Takes the leader away while there is news, which every other tab gets once.
   * @param {import('node:test').TestContext} t @param {(leader: Tab) => Promise<unknown>} lose @param {number} [count]
   */
  async function replaced(t, lose, count = 4) {
    const [leader, ...rest] = await opened(count);
    await mention('before', [alice]);
    await Promise.all(rest.map((tab) => tab.shows(['before'])));
    await rest[1].act('markSeen()');

    await lose(leader);
    const lost = Date.now();
    const posted = mention('meanwhile', [alice]);
    const next = await leaderOf(rest);
    await next.becomes('live');
    t.diagnostic(`replaced after ${Date.now() - lost} ms`);
    await posted;
    await Promise.all(rest.map((tab) => tab.shows(['meanwhile', 'before'])));
    await mention('after', [alice]);
    await Promise.all(rest.map((tab) => tab.shows(['after', 'meanwhile', 'before'])));

    for (const tab of rest) {
      assert.deepEqual(await tab.noted('added'), ['before', 'meanwhile', 'after']);
      const { unread, unseen } = await tab.state();
      assert.deepEqual({ unread, unseen }, { unread: 3, unseen: 2 });
    }
    assert.deepEqual((await Promise.all(rest.map((tab) => tab.noted('rung')))).flat(), ['meanwhile', 'after']);
    await connections(1);
    return { leader, next, rest };
  }

  test('twenty are one connection; a mention arrives once in each, and rings in one', async () => {
    const [leader, ...rest] = await opened(20);
    await connections(1);
    await mention('one', [alice]);
    await Promise.all(tabs.map((tab) => tab.shows(['one'])));
    await mention('two', [alice]);
    await Promise.all(tabs.map((tab) => tab.shows(['two', 'one'])));

    assert.deepEqual(await Promise.all(tabs.map((tab) => tab.noted('added'))), tabs.map(() => ['one', 'two']));
    assert.deepEqual(await leader.noted('rung'), ['one', 'two']);
    assert.deepEqual((await Promise.all(rest.map((tab) => tab.noted('rung')))).flat(), []);
    const late = await open();
    await late.shows(['two', 'one']);
    assert.deepEqual(await late.noted('added'), []);
    await connections(1);
  });

  test('what a follower does is done by the leader, and its outcome or failure comes back', async () => {
    const [leader, first, second] = await opened(3);
    for (let n = 1; n <= 25; n++) {
      await mention(`mention ${n}`, [alice]);
    }
    const names = Array.from({ length: 25 }, (_, index) => `mention ${25 - index}`);
    await Promise.all(tabs.map((tab) => tab.shows(names)));
    const { notifications } = await first.state();

    assert.equal((await first.act('markSeen()')).unseen, 0);
    assert.equal((await second.act(`markRead(['${notifications[0].id}'])`)).unread, 24);
    await until('it is read everywhere', async () => (await Promise.all(tabs.map((tab) => tab.state()))).every(({ unread, unseen }) => unread === 24 && unseen === 0));
    assert.deepEqual((await first.act('archiveRead()')).ids, [notifications[0].id]);
    await Promise.all(tabs.map((tab) => tab.shows(names.slice(1))));
    await second.act(`loadMore('archived')`);
    await Promise.all(tabs.map((tab) => tab.shows(names.slice(0, 1), 'archived')));
    assert.equal((await first.act('list({ limit: 2, filter: { unread: true }, count: true })')).count, 24);
    await second.act(`unarchive(['${notifications[0].id}'])`);
    await Promise.all(tabs.map((tab) => tab.shows(names)));
    await first.act('markAllRead()');
    await until('all is read', async () => (await leader.state()).unread === 0);
    assert.equal(await second.act('list({ limit: 1000 })'), await leader.act('list({ limit: 1000 })'));
    assert.match(await second.act('list({ limit: 1000 })'), /^InboxError \w+/);
    assert.match(await second.act('archive(7)'), /^TypeError/);
  });

  test('a tab that is closed hands over to another', async (t) => {
    await replaced(t, ({ page }) => page.close());
  });

  test('a tab that crashes hands over to another', async (t) => {
    await replaced(t, (leader) => leader.crash());
  });

  /** @type {[string, string[], string[]][]} */
  const PAUSES = [['is frozen', ['freeze'], ['resume']], ['is kept for the back button', ['pagehide', 'freeze'], ['resume', 'pageshow']]];
  for (const [what, stop, goOn] of PAUSES) {
    test(`a tab that ${what} hands over to another, and follows when it goes on`, async (t) => {
      const { leader } = await replaced(t, (tab) => tab.lifecycle(...stop));
      await leader.lifecycle(...goOn);
      await leader.shows(['after', 'meanwhile', 'before']);
      assert.equal(await leader.isLeader(), false);
      await connections(1);
      await mention('later', [alice]);
      await leader.shows(['later', 'after', 'meanwhile', 'before']);
    });
  }

  test('a tab that hangs is replaced by one that is used, and follows when it goes on', async () => {
    const [leader, first, second] = await opened(3);
    await mention('one', [alice]);
    await Promise.all(tabs.map((tab) => tab.shows(['one'])));
    const hangs = leader.page.evaluate('(() => { for (const end = Date.now() + 8000; Date.now() < end;); })()');
    const done = first.act('markSeen()');

    await until('there is another leader', async () => (await first.isLeader()) !== (await second.isLeader()));
    assert.equal((await done).unseen, 0);
    await hangs;
    await until('it leads no more', async () => !(await leader.isLeader()));
    await until('it knows', async () => (await leader.state()).unseen === 0);
    await mention('two', [alice]);
    await Promise.all(tabs.map((tab) => tab.shows(['two', 'one'])));
    assert.deepEqual(await Promise.all(tabs.map((tab) => tab.noted('added'))), tabs.map(() => ['one', 'two']));
    await connections(1);
  });

  test('a page that is left hands over to another', async (t) => {
    await replaced(t, ({ page }) => page.goto('about:blank'));
  });

  test('another user in another tab has another connection, and sees nothing of the first', async () => {
    const bob = someone('bob');
    const [alices, bobs] = [await open(), await open(bob)];
    await Promise.all([alices.becomes('live'), bobs.becomes('live')]);
    await connections(2);
    await mention('to alice', [alice]);
    await mention('to bob', [bob]);
    await Promise.all([alices.shows(['to alice']), bobs.shows(['to bob'])]);

    await bobs.page.evaluate(`window.signIn('${alice}', '${token(alice)}')`);
    await bobs.shows(['to alice']);
    await connections(1);
    await bobs.page.evaluate(`window.signIn('${bob}', '${token(bob)}')`);
    await bobs.shows(['to bob']);
    const mixed = await open(alice, { by: token(bob) });
    await mixed.becomes('refused');
    assert.deepEqual((await mixed.state()).notifications, []);
    assert.deepEqual(await bobs.noted('added'), ['to bob']);
  });

  test('while the leader is offline all are, and then all get what they missed', async () => {
    const link = new Link(new URL(stack.gateways[0]));
    await link.listen();
    for (let count = 0; count < 3; count++) await open(alice, { origin: `http://${link.host}` });
    await Promise.all(tabs.map((tab) => tab.becomes('live')));
    link.cut();
    await Promise.all(tabs.map((tab) => tab.becomes('offline')));
    await mention('missed', [alice]);
    link.mend();
    await Promise.all(tabs.map((tab) => tab.shows(['missed'])));
    await connections(1);
    await context.close();
    link.close();
  });

  test('a leader whose token is refused leaves the lead to a tab with a better one', async () => {
    const link = new Link(new URL(stack.gateways[0]));
    await link.listen();
    const [leader, first] = [await open(alice, { origin: `http://${link.host}` }), await open(alice, { origin: `http://${link.host}` })];
    await Promise.all([leader.becomes('live'), first.becomes('live')]);
    assert.equal(await leader.isLeader(), true);
    await leader.page.evaluate(`window.token = window.token.replace(/[^.]*$/, 'forged')`);
    link.cut();
    await first.becomes('offline');
    link.mend();

    await until('the other leads', () => first.isLeader());
    await Promise.all([leader.becomes('live'), first.becomes('live')]);
    await connections(1);
    await context.close();
    link.close();
  });

  test('each tab has its own connection where that is wanted, and where the browser cannot share', async () => {
    await Promise.all([open(alice, { shared: 'false' }), open(alice, { shared: 'false' })]);
    await connections(2);
    await context.addInitScript('delete Navigator.prototype.locks');
    await open();
    await context.addInitScript('delete window.BroadcastChannel');
    await open();
    await connections(4);
    await mention('one', [alice]);
    await Promise.all(tabs.map((tab) => tab.shows(['one'])));
  });
});
