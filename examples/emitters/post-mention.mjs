// Posts one mention, again and again until Beckon has it: node post-mention.mjs COMMENT RECIPIENT. Node 20.
import { setTimeout as sleep } from "node:timers/promises"

const ATTEMPTS = 10
const WORTH_REPEATING = [408, 429, 500, 502, 503, 504]

/** @param key the same for every attempt, and for every process that tells of the same event */
async function post(key, mention) {
  for (let attempt = 1; ; attempt++) {
    let wait = Math.min(30, 2 ** attempt / 2)
    const response = await fetch(`${process.env.BECKON_URL}/mentions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${process.env.BECKON_TOKEN}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify(mention),
      signal: AbortSignal.timeout(10_000), // Beckon answers within 5 s
    }).catch((broken) => broken) // nobody knows whether Beckon has it
    if (response.status === 202) return response.json()
    if (attempt === ATTEMPTS || (response.status && !WORTH_REPEATING.includes(response.status))) {
      throw new Error(response.status ? `${response.status} ${await response.text()}` : response.message)
    }
    wait = Number(response.headers?.get("retry-after") ?? wait)
    await sleep((wait + Math.random()) * 1000)
  }
}

const [comment, recipient] = process.argv.slice(2)
const accepted = await post(`comment-${comment}-mentions`, {
  actor: { id: "ada", name: "Ada Lovelace" },
  recipients: [recipient],
  source: { type: "comment", id: comment, url: "https://docs.example.com/plan", title: "The plan" },
  excerpt: "posted with Node",
  occurredAt: new Date().toISOString(),
})
console.log(JSON.stringify(accepted))
