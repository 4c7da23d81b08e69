// helm test: connects as a client does, joins the inbox of the token's subject, and sees that it gets counts. Needs nothing but
// Node 22 (its own WebSocket). Exit code 0 if joined, 1 if not, with the reason; the token is never printed.
import { readFileSync } from "node:fs"

const token = readFileSync(process.env.TOKEN_FILE, "utf8").trim()
const { sub } = JSON.parse(Buffer.from(token.split(".")[1], "base64url"))
const topic = `notifications:${sub}`
const seconds = Number(process.env.DEADLINE_SECONDS ?? 30)

const end = (code, text) => {
  console.log(text)
  process.exit(code)
}
setTimeout(() => end(1, `no answer within ${seconds} s`), seconds * 1000)

const socket = new WebSocket(`${process.env.GATEWAY_URL}?vsn=2.0.0&token=${encodeURIComponent(token)}`)
socket.onopen = () => socket.send(JSON.stringify(["1", "1", topic, "phx_join", {}]))
socket.onerror = () => end(1, "no socket: the gateway is away, or refuses the token (issuer, audience, key, expiry)")
socket.onclose = ({ code }) => end(1, `closed with ${code} before the join was answered`)
socket.onmessage = ({ data }) => {
  const [, ref, , event, { status, response }] = JSON.parse(data)
  if (ref !== "1" || event !== "phx_reply") return
  if (status !== "ok") end(1, `${topic} is refused: ${response.reason}`)
  end(0, `joined ${topic} at revision ${response.rev}: ${response.unread} unread`)
}
