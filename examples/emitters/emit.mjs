// Makes calls of Beckon, one for each line of its input, and prints what became of it: node emit.mjs < calls.ndjson. The verbs below
// are those of cases.json, which each language's program passes. Node 20.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Emitter, EmitterError } from '../../emitter-node/src/index.js'; // in your service: 'beckon-emitter'

const { BECKON_URL, BECKON_PEOPLE_URL, BECKON_TOKEN_FILE } = process.env;

/** A token that another program keeps fresh in a file, as Kubernetes does. It is read again when Beckon rejects it. */
let kept;
const token = async (rejected) => (kept = rejected === kept ? (await readFile(BECKON_TOKEN_FILE, 'utf8')).trim() : kept);

const beckon = new Emitter({ url: BECKON_URL, token });

const calls = {
  post: async ({ key, mention }) => accepted(await beckon.post(key, mention)),
  postJson: async ({ key, json }) => accepted(await beckon.post(key, JSON.parse(json))),
  async postAll({ key, mentions }) {
    const { parts, failure } = await beckon.postAll(key, mentions);
    if (failure) throw failure;
    return accepted(...parts.flatMap(({ ids }) => ids));
  },
  edit: async ({ key, revision, mention }) => accepted(await beckon.edit(key, revision, mention)),
  retract: async ({ key, revision }) => accepted(await beckon.retract(key, revision)),
  revoke: async ({ do: _, ...access }) => accepted(...((await beckon.revoke(access)) ?? [])),
  async status({ key }) {
    const mention = await beckon.status(key);
    return mention ? { outcome: 'found', mention } : { outcome: 'absent' };
  },
  // Repeat these two after a 503; they need the role people:admin.
  erase: async ({ user }) => ({ outcome: 'erased', receipt: (await (await person('DELETE', user, '')).json()).receipt }),
  async export({ user }) {
    const lines = (await (await person('GET', user, '/export')).text()).trimEnd().split('\n'); // rejects if the export breaks off
    return { outcome: 'exported', lines: lines.map((line) => JSON.parse(line)) };
  },
};

const accepted = (...ids) => ({ outcome: 'accepted', ids });

async function person(method, user, path) {
  const answer = await fetch(`${BECKON_PEOPLE_URL}/people/${encodeURIComponent(user)}${path}`, {
    method,
    headers: { authorization: `Bearer ${await token()}` },
    signal: AbortSignal.timeout(60_000),
  });
  if (!answer.ok) throw new Error(`${method} of a person was answered with ${answer.status}: ${await answer.text()}`);
  return answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line);
  const outcome = await calls[call.do](call).catch((failure) => {
    if (!(failure instanceof EmitterError)) throw failure;
    return { outcome: failure.reason, status: failure.status, problem: failure.problem };
  });
  console.log(JSON.stringify(outcome));
}
