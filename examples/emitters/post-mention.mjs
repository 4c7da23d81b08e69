// Posts one mention, again and again until Beckon has it: node post-mention.mjs COMMENT RECIPIENT. With edit REVISION or
// retract REVISION behind that it changes the mention or takes it back, with status it tells who has seen and read it. Node 20.
import { setTimeout as sleep } from "node:timers/promises"

const ATTEMPTS = 10
const WORTH_REPEATING = [408, 429, 500, 502, 503, 504]

/** @param key the same for every attempt, and for every process that tells of the same event */
const post = (key, mention) => send("POST", "", mention, { "idempotency-key": key })

/** @param mention all of it as it is now; the highest revision holds */
const edit = (key, revision, mention) => send("PUT", `/${encodeURIComponent(key)}`, { revision, ...mention })

const retract = (key, revision) => send("DELETE", `/${encodeURIComponent(key)}?revision=${revision}`)

const status = (key) => send("GET", `/${encodeURIComponent(key)}`)

async function send(method, path, body, headers) {
  for (let attempt = 1; ; attempt++) {
    let wait = Math.min(30, 2 ** attempt / 2)
    const response = await fetch(`${process.env.BECKON_URL}/mentions${path}`, {
      method,
      headers: {
        authorization: `Bearer ${process.env.BECKON_TOKEN}`,
        "content-type": "application/json",
        ...headers,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000), // Beckon answers within 5 s
    }).catch((broken) => broken) // nobody knows whether Beckon has it
    if (response.ok) return response.json()
    if (attempt === ATTEMPTS || (response.status && !WORTH_REPEATING.includes(response.status))) {
      throw new Error(response.status ? `${response.status} ${await response.text()}` : response.message)
    }
    wait = Number(response.headers?.get("retry-after") ?? wait)
    await sleep((wait + Math.random()) * 1000)
  }
}

const [comment, recipient, action = "post", revision] = process.argv.slice(2)
const key = `comment-${comment}-mentions`
const mention = {
  actor: { id: "ada", name: "Ada Lovelace" },
  recipients: [recipient],
  source: { type: "comment", id: comment, url: "https://docs.example.com/plan", title: "The plan" },
  excerpt: `${action}ed with Node`,
  occurredAt: new Date().toISOString(),
}
const calls = {
  post: () => post(key, mention),
  edit: () => edit(key, Number(revision), mention),
  retract: () => retract(key, revision),
  status: () => status(key),
}
console.log(JSON.stringify(await calls[action]()))
