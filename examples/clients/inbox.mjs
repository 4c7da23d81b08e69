// One user's inbox with stock phoenix.js: node inbox.mjs USER. In a browser leave `transport` out.
import { Socket } from "phoenix"
import WebSocket from "ws"

const user = process.argv[2]
const freshToken = () => process.env.BECKON_TOKEN // the newest you hold; read again at every reconnect

const socket = new Socket(process.env.BECKON_SOCKET, { params: () => ({ token: freshToken() }), transport: WebSocket })
let position = {} // rev and epoch of the last answer or event applied; nothing at first

// A function: phoenix.js calls it at every rejoin, so that each join states what this device has.
const channel = socket.channel(`notifications:${user}`, () => position)
const applied = ({ rev, epoch }) => { position = { rev, epoch } }

channel.on("new_notification", ({ notification, ...counts }) => {
  applied(counts)
  console.log(`new ${notification.excerpt}, unread ${counts.unread}`)
})
channel.on("inbox_changed", (change) => {
  applied(change)
  console.log(`changed, unread ${change.unread}`)
})
channel.join() // at every rejoin, too
  .receive("ok", (inbox) => {
    applied(inbox)
    console.log(`${inbox.snapshot ? "all" : "missed"} ${inbox.notifications.length}, unread ${inbox.unread}`)
  })
  .receive("error", ({ reason }) => console.log(`refused ${reason}`)) // unavailable, busy: phoenix.js tries again
socket.connect()
