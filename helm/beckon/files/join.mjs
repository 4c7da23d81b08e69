// helm test: connects as a client does, joins the inbox of the token's subject, and sees that it gets counts. Needs nothing but
// Node 22 (its own WebSocket; Node 20 has it with --experimental-websocket). Exit code 0 if joined, 1 if not, with the reason; the
// token is never printed.
import { readFileSync } from "node:fs"

const { GATEWAY_URL: address, TOKEN_FILE: file, DEADLINE_SECONDS: seconds = "30" } = process.env

const end = (code, text) => {
  console.log(text)
  process.exit(code)
}
setTimeout(() => end(1, `no answer within ${seconds} s`), Number(seconds) * 1000)

const { token, subject } = tokenOf(file)
const topic = `notifications:${subject}`

const socket = new WebSocket(`${address}?vsn=2.0.0&token=${encodeURIComponent(token)}`)
socket.onopen = () => socket.send(JSON.stringify(["1", "1", topic, "phx_join", {}]))
socket.onerror = async () => {
  socket.onclose = null
  end(1, await whyRefused())
}
socket.onclose = ({ code }) => end(1, `closed with ${code} before the join was answered`)
socket.onmessage = ({ data }) => {
  const [, ref, , event, { status, response }] = JSON.parse(data)
  if (ref !== "1" || event !== "phx_reply") return
  if (status !== "ok") end(1, `${topic} is refused: ${response.reason}`)
  end(0, `joined ${topic} at revision ${response.rev}: ${response.unread} unread`)
}

function tokenOf(file) {
  try {
    const token = readFileSync(file, "utf8").trim()
    return { token, subject: JSON.parse(Buffer.from(token.split(".")[1], "base64url")).sub }
  } catch (error) {
    // What could not be parsed stays out of the message: it may be a secret.
    return end(1, `no token in ${file}: ${error.code ?? "it is no JWT"}`)
  }
}

/** A WebSocket does not say why it was not opened; a plain request at least shows whether anybody is there. */
async function whyRefused() {
  try {
    await fetch(address.replace(/^ws/, "http"))
    return "the gateway refuses the token (issuer, audience, key, expiry), or takes no more sockets"
  } catch ({ cause, message }) {
    return `no gateway at ${address}: ${cause?.code ?? message}`
  }
}
