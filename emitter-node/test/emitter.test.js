import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Emitter, EmitterError, LIMITS } from '../src/index.js';
import { retryAfter, wait } from '../src/retries.js';
import { ID, scriptedServer } from './scripted-server.js';

const REFUSAL = '{"type":"/problems/invalid-request"}';
const NOW = { 'retry-after': '0' };
const LATE = { 'retry-after': '3600' };

/** @param {string[]} recipients */
const mention = (...recipients) => ({
  actor: { id: 'ada', name: 'Ada' },
  recipients,
  source: { type: 'comment', id: '7', url: 'https://example.org/7', title: 'Note 7' },
  excerpt: 'hello',
  occurredAt: new Date('2026-01-31T12:00:00Z'),
});

describe('an emitter', () => {
  /** @type {Awaited<ReturnType<typeof scriptedServer>>} */
  let server;
  /** @type {Emitter} */
  let emitter;
  /** @type {(string | undefined)[]} */
  let rejected;

  beforeEach(async () => {
    server = await scriptedServer();
    rejected = [];
    emitter = new Emitter({ url: `${server.url}/`, token: (refused) => (rejected.push(refused), refused ? 'second' : 'first') });
  });
  afterEach(() => server.close());

  /** @param {Promise<unknown>} call @returns {Promise<EmitterError>} */
  const failure = (call) => call.then(
    () => assert.fail('it was accepted'),
    (reason) => (assert.ok(reason instanceof EmitterError, reason), reason));

  test('posts_a_mention_with_its_key_and_the_token', async () => {
    assert.equal(await emitter.post('key 1', mention('bob')), ID);

    const body = JSON.stringify({ ...mention('bob'), occurredAt: '2026-01-31T12:00:00.000Z' });
    assert.deepEqual(server.requests, [{ call: 'POST /mentions', key: 'key 1', token: 'Bearer first', body }]);
  });

  test('percent_encodes_a_key_in_the_mentions_address', async () => {
    await emitter.edit('a/b c?', 3, mention());
    await emitter.retract('a/b', 4);
    await emitter.revoke({ user: 'bob', thread: 't' });

    assert.deepEqual(server.requests.map(({ call }) => call),
      ['PUT /mentions/a%2Fb%20c%3F', 'DELETE /mentions/a%2Fb?revision=4', 'POST /access/revoked']);
    assert.match(server.requests[0].body, /^\{"revision":3,"actor":.*"recipients":\[\]/);
    await assert.rejects(emitter.retract('..', 1), RangeError);
  });

  for (const status of [0, 408, 429, 500, 502, 503, 504]) {
    test(`repeats_what_may_pass_with_the_same_key_and_body_${status}`, async () => {
      server.script.push({ status, headers: NOW, body: '<html>' }, { status: 503, headers: NOW });

      assert.equal(await emitter.post('key', mention('bob')), ID);

      assert.equal(server.requests.length, 3);
      for (const request of server.requests) assert.deepEqual(request, server.requests[0]);
    });
  }

  for (const status of [302, 400, 404, 405, 409, 413, 415, 422]) {
    test(`does_not_repeat_a_refusal_${status}`, async () => {
      server.script.push({ status, headers: { location: '/elsewhere' }, body: REFUSAL }); // a redirected post would be a GET

      const refused = await failure(emitter.post('key', mention('bob')));

      assert.equal(refused.reason, status === 404 ? 'not-found' : 'refused');
      assert.equal(refused.status, status);
      assert.equal(refused.problem, '/problems/invalid-request');
      assert.equal(server.requests.length, 1);
    });
  }

  test('does_not_begin_a_wait_longer_than_its_patience', async () => {
    server.script.push({ status: 503, headers: LATE });

    const refused = await failure(emitter.post('key', mention('bob')));

    assert.equal(refused.reason, 'unavailable');
    assert.equal(refused.retryAfter, 3_600_000);
    assert.equal(server.requests.length, 1);
  });

  test('gives_up_an_address_without_a_server_when_the_patience_ends', async () => {
    await server.close();
    const hasty = new Emitter({ url: server.url, token: () => 'first', patience: 600 });

    assert.equal((await failure(hasty.post('key', mention('bob')))).reason, 'unavailable');
  });

  test('answers_a_401_with_one_fresh_token', async () => {
    server.script.push({ status: 401 });

    await emitter.post('key', mention('bob'));

    assert.deepEqual(server.requests.map(({ token }) => token), ['Bearer first', 'Bearer second']);
    assert.deepEqual(rejected, [undefined, 'first']);
  });

  test('takes_a_second_401_a_403_and_a_supplier_that_fails_as_final', async () => {
    server.script.push({ status: 401 }, { status: 401 }, { status: 403 });
    const without = new Emitter({ url: server.url, token: () => Promise.reject(new Error('the issuer is away')) });

    assert.equal((await failure(emitter.retract('key', 1))).reason, 'unauthorized');
    assert.equal((await failure(emitter.retract('key', 1))).reason, 'forbidden');
    assert.match((await failure(without.retract('key', 1))).message, /the issuer is away/);
    assert.equal(server.requests.length, 3);
  });

  test('splits_a_list_at_the_limit_of_mentions', async () => {
    const { parts, failure: none } = await emitter.postAll('day', Array.from({ length: 201 }, (_, i) => mention(`bob-${i}`)));

    assert.equal(none, undefined);
    assert.deepEqual(server.requests.map(({ key }) => key), ['day', 'day:100', 'day:200']);
    assert.equal(parts.flatMap(({ ids }) => ids).length, 201);
  });

  test('splits_a_list_at_the_limit_of_bytes', async () => {
    const large = mention(...Array.from({ length: 5_000 }, (_, i) => `ü-${i}${'x'.repeat(90)}`));
    const one = Buffer.byteLength(JSON.stringify(large));
    assert.ok(2 * one < LIMITS.bytes);

    await emitter.postAll('day', [large, large, large]);

    assert.deepEqual(server.requests.map(({ body }) => Buffer.byteLength(body)), [2 * one + 3, one + 2]);
    await assert.rejects(emitter.postAll('day', Array(LIMITS.batch + 1).fill(large)), RangeError);
  });

  test('goes_on_after_a_refused_part_and_ends_with_an_outage', async () => {
    const ids = Array(100).fill(ID);
    server.script.push({ status: 400, body: REFUSAL }, { status: 202, body: JSON.stringify({ ids }) }, { status: 503, headers: LATE });

    const { parts, failure: first } = await emitter.postAll('day', Array(350).fill(mention('bob')));

    assert.deepEqual(parts.map((part) => part.failure?.reason), ['refused', undefined, 'unavailable', 'unavailable']);
    assert.deepEqual(parts.map((part) => part.ids.length), [0, 100, 0, 0]);
    assert.equal(first, parts[0].failure);
    assert.equal(server.requests.length, 3);
  });

  test('reads_a_status_and_has_none_of_an_unknown_mention', async () => {
    const status = { id: ID, revision: 2, recipients: [{ user: 'bob', stored_at: '2026-01-31T12:00:00.004Z' }] };
    server.script.push({ status: 200, body: JSON.stringify(status) }, { status: 404, body: '{"type":"/problems/not-found"}' },
      { status: 404, body: '<html>' });

    assert.deepEqual(await emitter.status('key', { limit: 1, after: 'ä&b' }), status);
    assert.equal(server.requests[0].call, 'GET /mentions/key?limit=1&after=%C3%A4%26b');
    assert.equal(await emitter.status('key'), undefined);
    assert.equal((await failure(emitter.status('key'))).reason, 'not-found');
  });

  test('takes_an_answer_that_is_not_Beckons_for_no_success', async () => {
    server.script.push({ status: 200, body: '<html>It works!</html>' });

    assert.match((await failure(emitter.post('key', mention('bob')))).message, /is the address right\?/);
  });
});

describe('waits', () => {
  test('double_up_to_half_a_minute_and_half_of_each_is_random', () => {
    for (let attempt = 1; attempt < 100; attempt++) {
      const most = Math.min(30_000, 500 * 2 ** (attempt - 1));
      const found = wait(attempt);
      assert.ok(found >= most / 2 && found <= most, `${attempt}: ${found}`);
    }
  });

  test('are_never_shorter_than_the_answer_asks_for', () => {
    const now = Date.parse('2026-01-31T12:00:00Z');
    assert.ok(wait(9, 2_000) >= 2_000 && wait(9, 2_000) <= 2_500);
    assert.equal(retryAfter('2', now), 2_000);
    assert.equal(retryAfter('Sat, 31 Jan 2026 12:00:07 GMT', now), 7_000);
    assert.equal(retryAfter('Sat, 31 Jan 2026 11:00:00 GMT', now), 0);
    assert.equal(retryAfter('soon', now), undefined);
    assert.equal(retryAfter(null, now), undefined);
  });
});
